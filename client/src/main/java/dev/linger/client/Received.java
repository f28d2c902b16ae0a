package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A response. Its header fields are made into strings when they are first asked for. */
final class Received<T> implements HttpResponse<T>, HttpResponse.ResponseInfo {
    private final Call call;
    private final ResponseHead head;
    private final @Nullable SSLSession session;
    private final @Nullable HttpResponse<T> previous;
    private @Nullable T body;
    private @Nullable Download download;
    private volatile @Nullable HttpHeaders headers;

    /** Without a body yet. */
    Received(Call call, @Nullable HttpResponse<T> previous) {
        this.call = call;
        this.head = call.head();
        this.session = call.connection.wire.session();
        this.previous = previous;
    }

    /** The same with its body, before anybody but its maker has seen it. */
    Received<T> with(@Nullable T newBody, Download from) {
        body = newBody;
        download = from;
        return this;
    }

    /** Nobody gets it: what is left of its body is not waited for. */
    void drop() {
        if (download != null) {
            download.cancel();
        }
    }

    @Override
    public int statusCode() {
        return head.status();
    }

    @Override
    public Optional<String> connectionLabel() {
        return Optional.of(Long.toString(call.connection.number));
    }

    @Override
    public HttpRequest request() {
        return call.asked.request;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.ofNullable(previous);
    }

    @Override
    public HttpHeaders headers() {
        HttpHeaders made = headers;
        if (made == null) {
            made = HttpHeaders.of(map(head), (_, _) -> true);
            headers = made;
        }
        return made;
    }

    static Map<String, List<String>> map(ResponseHead head) {
        Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < head.count(); i++) {
            map.computeIfAbsent(head.name(i), _ -> new ArrayList<>(1)).add(head.value(i));
        }
        return map;
    }

    @Override
    @SuppressWarnings("NullAway") // The body of a response on the way is null, as in the JDK.
    public T body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.ofNullable(session).map(SessionView::new);
    }

    @Override
    public URI uri() {
        return call.asked.uri;
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }

    @Override
    public String toString() {
        return "(" + call.asked.method + " " + uri() + ") " + statusCode();
    }
}
