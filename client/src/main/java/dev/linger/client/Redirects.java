package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a response sends its request next (RFC 9110, section 15.4), for one call. */
final class Redirects {
    /** By the property that the JDK's client has; see docs/client.md. */
    private static final int MOST =
            Math.max(0, Integer.getInteger("jdk.httpclient.redirects.retrylimit", 5));

    private static final int SEE_OTHER = 303;

    private final Redirect policy;
    private @Nullable Set<String> seen;
    private int count;

    Redirects(Redirect policy) {
        this.policy = policy;
    }

    /**
     * The request to follow with; null where the response is for the caller.
     *
     * @param request as the program has it, with what not every proxy on the way is told
     * @throws IOException if there is no place to go to, or it has been there before and the number
     *     of redirects is used up
     */
    @Nullable HttpRequest after(Call call, HttpRequest request) throws IOException {
        ResponseHead head = call.head();
        if (policy == Redirect.NEVER || !isRedirect(head.status())) {
            return null;
        }
        String location = head.field("Location");
        if (location == null) {
            throw new ProtocolException(
                    "response " + head.status() + " of " + call.asked.uri + " has no Location");
        }
        URI next = resolve(call.asked.uri, text(location));
        if (!mayFollow(call.asked.uri, next)) {
            return null;
        }
        String method = method(call.asked.method, head.status());
        boolean loop = visit(call.asked.method + " " + call.asked.uri, method + " " + next);
        if (count == MOST && loop) {
            throw new ProtocolException(
                    "redirects go round in a circle: "
                            + call.asked.uri
                            + " sends back to "
                            + next
                            + " after "
                            + MOST
                            + " redirects");
        }
        if (count == MOST) {
            return null;
        }
        count++;
        return request(request, next, method, head.status());
    }

    /** Whether the way led there before. */
    private boolean visit(String from, String to) {
        Set<String> all = seen == null ? new HashSet<>() : seen;
        seen = all;
        all.add(from);
        return all.contains(to);
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Servers write UTF-8 where only ASCII may stand (RFC 3986, section 2); browsers read that. */
    private static String text(String location) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(location.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return location;
        }
    }

    private static URI resolve(URI from, String location) throws IOException {
        try {
            URI reference = URI.create(location);
            return isOfSamePath(reference) ? samePath(from, reference) : from.resolve(reference);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("Location \"" + location + "\" of " + from + " is no URI");
        }
    }

    /** {@link URI#resolve} knows RFC 2396, by which a query alone loses the end of the path. */
    private static boolean isOfSamePath(URI reference) {
        return reference.getScheme() == null
                && reference.getRawAuthority() == null
                && reference.getRawPath().isEmpty();
    }

    /** RFC 3986, section 5.2.2. */
    private static URI samePath(URI from, URI reference) {
        String query = reference.getRawQuery();
        String fragment = reference.getRawFragment();
        String kept = query == null ? from.getRawQuery() : query;
        return URI.create(
                from.getScheme()
                        + "://"
                        + from.getRawAuthority()
                        + from.getRawPath()
                        + (kept == null ? "" : "?" + kept)
                        + (fragment == null ? "" : "#" + fragment));
    }

    private boolean mayFollow(URI from, URI next) {
        String scheme = next.getScheme() == null ? "" : next.getScheme().toLowerCase(Locale.ROOT);
        if (next.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            return false;
        }
        return policy == Redirect.ALWAYS
                || !WireRequest.isSecure(from)
                || WireRequest.isSecure(next);
    }

    private static String method(String method, int status) {
        return switch (status) {
            case 301, 302 -> method.equals("POST") ? "GET" : method;
            case SEE_OTHER -> method.equals("HEAD") ? "HEAD" : "GET";
            default -> method;
        };
    }

    /**
     * Credentials and cookies written by hand are for the origin that they were written for. What
     * is to be seen elsewhere has no body, whatever was sent (RFC 9110, section 15.4.4).
     */
    private static HttpRequest request(HttpRequest request, URI next, String method, int status) {
        boolean sameOrigin =
                WireRequest.host(request.uri()).equals(WireRequest.host(next))
                        && WireRequest.port(request.uri()) == WireRequest.port(next)
                        && WireRequest.isSecure(request.uri()) == WireRequest.isSecure(next);
        boolean sameBody = request.method().equals(method) && status != SEE_OTHER;
        HttpHeaders fields =
                HttpHeaders.of(
                        request.headers().map(),
                        (name, _) -> mayTravel(name, sameOrigin, sameBody));
        // The JDK's builder would refuse fields that this client allows.
        HttpRequest.Builder builder = HttpRequest.newBuilder(request, (_, _) -> false).uri(next);
        if (!sameBody) {
            builder.method(method, BodyPublishers.noBody());
        }
        return new Redirected(builder.build(), fields);
    }

    private static boolean mayTravel(String name, boolean sameOrigin, boolean sameBody) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "authorization", "cookie", "host", "origin", "referer" -> sameOrigin;
            case "content-type", "content-encoding", "content-language", "content-location" ->
                    sameBody;
            default -> true;
        };
    }
}
