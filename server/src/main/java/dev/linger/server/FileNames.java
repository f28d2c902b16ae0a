package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From a request's path to the names of folders and file in it. Only names come out of it: nothing
 * that a file system takes for a way up, for a root or for a device, and nothing hidden.
 */
final class FileNames {
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?");

    private FileNames() {}

    /**
     * The decoded segments of a path; the last one is empty where it ends in a slash. Null where
     * there can be no such file.
     *
     * @param windows whether Windows reads the names
     */
    static @Nullable List<String> of(String path, boolean windows) {
        if (!path.startsWith("/")) {
            return null;
        }
        String[] segments = path.substring(1).split("/", -1);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < segments.length; i++) {
            String name = decoded(segments[i]);
            boolean isLast = i == segments.length - 1;
            if (name == null
                    || (name.isEmpty() && !isLast)
                    || (isHidden(name) && !(i == 0 && name.equals(".well-known")))
                    || !isPlain(name)
                    || (windows && !isPlainOnWindows(name))) {
                return null;
            }
            names.add(name);
        }
        return names;
    }

    /** What begins with a dot: {@code .} and {@code ..} too. */
    static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /** A slash that was encoded is none that separates (RFC 3986, section 2.2). */
    static boolean isPlain(String name) {
        return name.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\');
    }

    /** Streams, wildcards, devices, and dots and blanks that Windows drops at the end. */
    private static boolean isPlainOnWindows(String name) {
        return name.chars().noneMatch(c -> ":*?\"<>|~".indexOf(c) >= 0)
                && !name.endsWith(".")
                && !name.endsWith(" ")
                && !DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /** Null where the encoding is broken, in percents or in UTF-8: overlong forms among them. */
    private static @Nullable String decoded(String segment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int at = 0; at < segment.length(); at++) {
            char c = segment.charAt(at);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (at + 2 >= segment.length()) {
                return null;
            }
            int high = Character.digit(segment.charAt(at + 1), 16);
            int low = Character.digit(segment.charAt(at + 2), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
            at += 2;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
