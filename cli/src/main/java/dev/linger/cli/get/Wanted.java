package dev.linger.cli.get;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** A request with whatever fields were asked for: the JDK's builder refuses some, as Connection. */
final class Wanted extends HttpRequest {
    private final URI uri;
    private final String method;
    private final HttpHeaders headers;
    private final Optional<BodyPublisher> body;

    Wanted(URI uri, String method, HttpHeaders headers, Optional<BodyPublisher> body) {
        this.uri = uri;
        this.method = method;
        this.headers = headers;
        this.body = body;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return body;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.empty();
    }

    @Override
    public boolean expectContinue() {
        return false;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return Optional.of(HttpClient.Version.HTTP_1_1);
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }
}
