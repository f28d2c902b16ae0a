package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Parts of a request target (RFC 9112, section 3.2). */
final class Targets {
    private Targets() {}

    /** The path, as it came; of the absolute form without scheme and authority. */
    static String path(String target) {
        int from = pathFrom(target);
        int query = target.indexOf('?', from);
        String path = target.substring(from, query < 0 ? target.length() : query);
        return path.isEmpty() ? "/" : path;
    }

    static @Nullable String query(String target) {
        int query = target.indexOf('?');
        return query < 0 ? null : target.substring(query + 1);
    }

    /** Without percent-encoding, in UTF-8; what is no encoding stays as it is (RFC 3986, 2.1). */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] from = text.getBytes(UTF_8);
        byte[] to = new byte[from.length];
        int length = 0;
        for (int at = 0; at < from.length; at++) {
            int high = at + 2 < from.length ? Character.digit(from[at + 1], 16) : -1;
            int low = at + 2 < from.length ? Character.digit(from[at + 2], 16) : -1;
            if (from[at] == '%' && high >= 0 && low >= 0) {
                to[length] = (byte) (high << 4 | low);
                at += 2;
            } else {
                to[length] = from[at];
            }
            length++;
        }
        return new String(to, 0, length, UTF_8);
    }

    private static int pathFrom(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            return 0;
        }
        int authority = scheme + 3;
        for (int at = authority; at < target.length(); at++) {
            if (target.charAt(at) == '/' || target.charAt(at) == '?') {
                return at;
            }
        }
        return target.length();
    }
}
