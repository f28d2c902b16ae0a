package dev.linger.server.jdk;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets through whom a context's authenticator knows. */
final class Authentication {
    private Authentication() {}

    /**
     * @param exchange gets the principal
     * @param seen the same, or what a filter has put around it
     */
    static void check(
            @Nullable Authenticator authenticator,
            JdkExchange exchange,
            HttpExchange seen,
            HttpHandler next)
            throws IOException {
        if (authenticator == null) {
            next.handle(seen);
            return;
        }
        switch (authenticator.authenticate(seen)) {
            case Authenticator.Success success -> {
                exchange.authenticated(success.getPrincipal());
                next.handle(seen);
            }
            // What is left of the body is thrown away after the answer.
            case Authenticator.Retry retry -> seen.sendResponseHeaders(retry.getResponseCode(), -1);
            case Authenticator.Failure failure ->
                    seen.sendResponseHeaders(failure.getResponseCode(), -1);
            case Authenticator.Result other ->
                    throw new IllegalStateException(
                            "the authenticator answered with " + other + ", which has no meaning");
        }
    }
}
