package dev.linger.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Handlers by method and path.
 *
 * <pre>{@code
 * Handler routes = new Routes()
 *         .get("/hello/{name}", exchange -> exchange.respond("hello " + exchange.parameter("name")))
 *         .post("/files/*", this::store);
 * }</pre>
 *
 * <p>A segment in braces matches any one segment, a last segment {@code *} any rest, its slashes
 * included. Of several that match, the first one added answers. HEAD is answered by GET, OPTIONS by
 * the list of methods; a path that no route has gets 404, a method that the path has not gets 405
 * with Allow (RFC 9110, section 15.5.6). To be complete before the server starts.
 *
 * <p>No parameter climbs: a path with a segment {@code .} or {@code ..}, encoded ones included, is
 * found nowhere; a segment in braces matches none that holds an encoded slash, and {@code *} no
 * rest that begins with a slash or backslash. A {@link Folder} below {@code *} looks for the rest.
 */
public final class Routes implements Handler {
    private record Route(String method, List<String> segments, Handler handler) {}

    private static final Pattern CLIMBING = Pattern.compile("(?:^|[/\\\\])\\.\\.?(?:[/\\\\]|\\z)");

    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** RFC 3986, section 3.3. */
    private static final Pattern SEGMENT =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*");

    private final List<Route> routes = new ArrayList<>();

    public Routes() {}

    public Routes get(String path, Handler handler) {
        return on("GET", path, handler);
    }

    public Routes post(String path, Handler handler) {
        return on("POST", path, handler);
    }

    public Routes put(String path, Handler handler) {
        return on("PUT", path, handler);
    }

    public Routes delete(String path, Handler handler) {
        return on("DELETE", path, handler);
    }

    /**
     * Adds a route.
     *
     * @param path begins with a slash; taken as the target has it, without decoding
     * @throws IllegalArgumentException if no request can have it
     */
    public Routes on(String method, String path, Handler handler) {
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("method \"" + method + "\": is no name of one");
        }
        List<String> segments = segments(path);
        String wrong = wrong(path, segments);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("path \"" + path + "\": " + wrong);
        }
        routes.add(new Route(method, segments, handler));
        return this;
    }

    private static List<String> segments(String path) {
        return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    /** What keeps a request from having it, as a clause; empty where nothing does. */
    private static String wrong(String path, List<String> segments) {
        if (!path.startsWith("/")) {
            return "must begin with a slash";
        }
        if (climbs(path)) {
            return "must not have segments . or ..";
        }
        if (segments.subList(0, segments.size() - 1).contains("*")) {
            return "* must be its last segment";
        }
        Set<String> parameters = new HashSet<>();
        for (String segment : segments) {
            if (isParameter(segment)) {
                if (!parameters.add(segment)) {
                    return segment + " must be there once";
                }
            } else if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
                return "braces must hold a name and be a whole segment";
            } else if (!SEGMENT.matcher(segment).matches()) {
                return "\"" + segment + "\" must be written as in a URL, with %20 for a space";
            }
        }
        return "";
    }

    /** Whether all handlers promise not to wait. */
    @Override
    public boolean isNonBlocking() {
        return !routes.isEmpty()
                && routes.stream().allMatch(route -> route.handler().isNonBlocking());
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        String method = exchange.method();
        if (exchange.target().equals("*")) {
            answer(exchange, methods(routes.stream()));
            return;
        }
        if (climbs(exchange.path())) {
            answer(exchange, Set.of());
            return;
        }
        List<String> segments = segments(exchange.path());
        Route route = find(method, segments, exchange);
        if (route == null && method.equals("HEAD")) {
            route = find("GET", segments, exchange);
        }
        if (route != null) {
            route.handler().handle(exchange);
        } else {
            answer(exchange, allowed(segments));
        }
    }

    private static void answer(Exchange exchange, Set<String> allowed) throws IOException {
        boolean options = exchange.method().equals("OPTIONS");
        if (allowed.isEmpty()) {
            exchange.status(404).respond("404 Not Found\n");
        } else if (options) {
            exchange.header("Allow", String.join(", ", allowed)).respond(204);
        } else {
            exchange.header("Allow", String.join(", ", allowed))
                    .status(405)
                    .respond("405 Method Not Allowed\n");
        }
    }

    private @Nullable Route find(String method, List<String> segments, Exchange exchange) {
        for (Route route : routes) {
            if (route.method().equals(method) && matches(route.segments(), segments)) {
                for (int i = 0; i < route.segments().size(); i++) {
                    String pattern = route.segments().get(i);
                    if (isParameter(pattern)) {
                        exchange.parameter(
                                pattern.substring(1, pattern.length() - 1), segments.get(i));
                    } else if (pattern.equals("*")) {
                        exchange.parameter(
                                "*", String.join("/", segments.subList(i, segments.size())));
                    }
                }
                return route;
            }
        }
        return null;
    }

    private static boolean matches(List<String> pattern, List<String> segments) {
        for (int i = 0; i < pattern.size(); i++) {
            if (i >= segments.size()) {
                return false;
            }
            String segment = segments.get(i);
            if (pattern.get(i).equals("*")) {
                boolean isRooted = segment.isEmpty() && segments.size() > i + 1;
                String first = Targets.decoded(segment);
                return !isRooted && !first.startsWith("/") && !first.startsWith("\\");
            }
            boolean fits =
                    isParameter(pattern.get(i))
                            ? Targets.decoded(segment).indexOf('/') < 0
                            : pattern.get(i).equals(segment);
            if (!fits) {
                return false;
            }
        }
        return pattern.size() == segments.size();
    }

    /** Whether it leads up once it is decoded; a backslash separates on Windows. */
    private static boolean climbs(String path) {
        return CLIMBING.matcher(Targets.decoded(path)).find();
    }

    private static boolean isParameter(String segment) {
        return segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}");
    }

    /** Methods of the routes with this path; empty where there is none. */
    private Set<String> allowed(List<String> segments) {
        return methods(routes.stream().filter(route -> matches(route.segments(), segments)));
    }

    private static Set<String> methods(Stream<Route> routes) {
        Set<String> methods = new TreeSet<>();
        routes.forEach(route -> methods.add(route.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }
}
