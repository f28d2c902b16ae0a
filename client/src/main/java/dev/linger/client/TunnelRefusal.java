package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's 407 to CONNECT as the response to the request that wanted the tunnel, without a body.
 */
record TunnelRefusal<T>(HttpRequest request, ResponseHead head, @Nullable HttpResponse<T> previous)
        implements HttpResponse<T> {

    @Override
    public int statusCode() {
        return head.status();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.ofNullable(previous);
    }

    @Override
    public HttpHeaders headers() {
        return HttpHeaders.of(Received.map(head), (_, _) -> true);
    }

    @Override
    @SuppressWarnings("NullAway") // No response of the origin has come, as in the JDK.
    public T body() {
        return null;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + uri() + ") " + statusCode();
    }
}
