package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linger.http.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mends what has one meaning only in a response's head, so that it can be read strictly: bare line
 * feeds (RFC 9112, section 2.2), folded lines (section 5.2), and a Content-Length beside chunks,
 * which the chunks override (section 6.3); where there is no body, the length tells that of another
 * response and stays (RFC 9110, section 8.6). A connection with such a response is not used again.
 */
final class Mending {
    private static final String END = "\r\n";
    private static final String LENGTH = "content-length:";
    private static final String CODING = "transfer-encoding:";
    private static final Pattern NOT_MODIFIED = Pattern.compile("HTTP/1\\.\\d 304(?!\\d)");

    private Mending() {}

    static boolean canMend(@Nullable Violation fault) {
        return fault == Violation.BARE_LF
                || fault == Violation.OBS_FOLD
                || fault == Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH;
    }

    /** Where the head ends that begins there; -1 where its empty line has not come yet. */
    static int headEnd(byte[] bytes, int begin, int to) {
        boolean empty = false;
        for (int at = begin; at < to; at++) {
            if (bytes[at] == '\n' && empty) {
                return at + 1;
            }
            empty = bytes[at] == '\n' || (empty && bytes[at] == '\r');
        }
        return -1;
    }

    /**
     * The mended head, with its empty line.
     *
     * @param method of the request
     */
    static byte[] mend(String method, byte[] bytes, int begin, int end) {
        List<String> lines = lines(new String(bytes, begin, end - begin, ISO_8859_1));
        boolean chunked = lines.stream().anyMatch(line -> lower(line).startsWith(CODING));
        boolean measured = lines.stream().anyMatch(line -> lower(line).startsWith(LENGTH));
        String overridden = method.equals("HEAD") || isNotModified(lines) ? CODING : LENGTH;
        StringBuilder mended = new StringBuilder(end - begin + lines.size());
        for (String line : lines) {
            if (!(chunked && measured && lower(line).startsWith(overridden))) {
                mended.append(line).append(END);
            }
        }
        return mended.append(END).toString().getBytes(ISO_8859_1);
    }

    private static boolean isNotModified(List<String> lines) {
        return !lines.isEmpty() && NOT_MODIFIED.matcher(lines.getFirst()).lookingAt();
    }

    /** Unfolded, without the empty one. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.split("\r?\n", -1)) {
            boolean folded = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            if (folded && lines.size() > 1) {
                lines.set(lines.size() - 1, lines.getLast() + " " + line.strip());
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String lower(String line) {
        return line.toLowerCase(Locale.ROOT);
    }
}
