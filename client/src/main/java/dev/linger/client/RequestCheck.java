package dev.linger.client;

import dev.linger.http.MessageWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Refuses requests that no builder of requests would have made. */
final class RequestCheck {
    /**
     * Fields that no program writes, and those that its operator allows it to (module
     * java.net.http).
     */
    private static final Set<String> RESTRICTED =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final Set<String> ALLOWED =
            Set.copyOf(
                    List.of(
                            System.getProperty("jdk.httpclient.allowRestrictedHeaders", "")
                                    .toLowerCase(Locale.ROOT)
                                    .trim()
                                    .split("\\s*,\\s*")));

    private RequestCheck() {}

    /**
     * @param restrictedFields whether the client's own fields may be in it
     * @throws IllegalArgumentException if the URI has no host, its scheme is neither http nor
     *     https, the method is no token or CONNECT, which is for tunnels through proxies, the
     *     timeout is over at once, or a field is no field or the client's own to write
     */
    static void check(HttpRequest request, boolean restrictedFields) {
        checked(request.uri());
        if (request.method().equals("CONNECT")) {
            throw new IllegalArgumentException(
                    "Unsupported method CONNECT: the client digs tunnels itself, where https goes by a proxy");
        }
        boolean isBuilt = request.getClass().getModule() == HttpRequest.class.getModule();
        if (!isBuilt) {
            checkHomemade(request);
            if (!restrictedFields) {
                request.headers().map().keySet().forEach(RequestCheck::checkUnrestricted);
            }
        }
    }

    /** The builder of the JDK has done this for its own requests, and what follows. */
    private static void checkHomemade(HttpRequest request) {
        MessageWriter.checkMethod(request.method());
        request.headers()
                .map()
                .forEach((name, values) ->
                        values.forEach(value -> MessageWriter.checkField(name, value)));
        request.timeout()
                .filter(timeout -> !timeout.isPositive())
                .ifPresent(timeout -> {
                    throw new IllegalArgumentException("Invalid duration: " + timeout);
                });
    }

    private static void checkUnrestricted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESTRICTED.contains(lower) && !ALLOWED.contains(lower)) {
            throw new IllegalArgumentException("restricted header name: \"" + name + "\"");
        }
    }

    /** The URI, if its scheme is http or https and it has a host. */
    static URI checked(URI uri) {
        String scheme = uri.getScheme();
        if (scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new IllegalArgumentException("invalid URI scheme " + scheme + ": http or https");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("unsupported URI " + uri + ": it has no host");
        }
        return uri;
    }
}
