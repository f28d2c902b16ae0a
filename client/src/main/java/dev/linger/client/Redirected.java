package dev.linger.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** A request on its way to another place, with the fields that travel along. */
final class Redirected extends HttpRequest {
    private final HttpRequest bare;
    private final HttpHeaders fields;

    /**
     * @param bare whose own fields count for nothing
     */
    Redirected(HttpRequest bare, HttpHeaders fields) {
        this.bare = bare;
        this.fields = fields;
    }

    /** What the program says to a proxy is for that one, and for no other. */
    static HttpRequest forNoProxy(HttpRequest request) {
        HttpHeaders fields = request.headers();
        return fields.firstValue(WireRequest.PROXY_AUTHORIZATION).isEmpty()
                ? request
                : new Redirected(
                        request,
                        HttpHeaders.of(
                                fields.map(),
                                (name, _) ->
                                        !name.equalsIgnoreCase(WireRequest.PROXY_AUTHORIZATION)));
    }

    @Override
    public HttpHeaders headers() {
        return fields;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return bare.bodyPublisher();
    }

    @Override
    public String method() {
        return bare.method();
    }

    @Override
    public Optional<Duration> timeout() {
        return bare.timeout();
    }

    @Override
    public boolean expectContinue() {
        return bare.expectContinue();
    }

    @Override
    public URI uri() {
        return bare.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return bare.version();
    }

    @Override
    public String toString() {
        return bare.toString();
    }
}
