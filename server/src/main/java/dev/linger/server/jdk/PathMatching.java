package dev.linger.server.jdk;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** When a context's path is a prefix of a request's. */
enum PathMatching {
    /** Where its characters are, as up to JDK 25: {@code /foo} takes {@code /foobar}. */
    STRING_PREFIX {
        @Override
        boolean matches(String context, String path) {
            return path.startsWith(context);
        }
    },
    /** Where its segments are, as of JDK 26 (JDK-8272758): {@code /foo} takes {@code /foo/bar}. */
    PATH_PREFIX {
        @Override
        boolean matches(String context, String path) {
            return path.startsWith(context)
                    && (path.length() == context.length()
                            || context.endsWith("/")
                            || path.charAt(context.length()) == '/');
        }
    };

    private static final int FIRST_JDK_BY_SEGMENTS = 26;

    abstract boolean matches(String context, String path);

    /**
     * @param word {@code stringPrefix} or {@code pathPrefix}; anything else is what that JDK does
     * @param jdk feature version, 25 for JDK 25
     */
    static PathMatching of(@Nullable String word, int jdk) {
        String lower = word == null ? "" : word.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "stringprefix" -> STRING_PREFIX;
            case "pathprefix" -> PATH_PREFIX;
            default -> jdk < FIRST_JDK_BY_SEGMENTS ? STRING_PREFIX : PATH_PREFIX;
        };
    }
}
