package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.linger.http.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mends what has one meaning only in a response's head, so that it can be read strictly: bare line
 * feeds (RFC 9112, section 2.2), folded lines (section 5.2), lines without a name, which tell
 * nothing, and a Content-Length beside chunks, which the chunks override (section 6.3); where there
 * is no body, the length tells that of another response and stays (RFC 9110, section 8.6). The
 * coding "identity" of RFC 2616 is none, chunks are chunks in HTTP/1.0, too, and "chunked" that was
 * said twice, or beside empty elements of its list (RFC 9110, section 5.6.1), was said once. A
 * connection with such a response is not used again (RFC 9112, section 6.1).
 */
final class Mending {
    private static final String END = "\r\n";
    private static final String LENGTH = "content-length:";
    private static final String CODING = "transfer-encoding:";
    private static final Pattern IDENTITY = Pattern.compile(CODING + "[ \\t]*identity[ \\t]*");
    private static final Pattern CHUNKED_OR_NONE = Pattern.compile("[ \\t]*+(?:chunked)?[ \\t]*+");
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String HTTP_10 = "HTTP/1.0 ";
    private static final String HTTP_11 = "HTTP/1.1 ";
    private static final Pattern NOT_MODIFIED = Pattern.compile("HTTP/1\\.\\d 304(?!\\d)");

    private Mending() {}

    static boolean canMend(@Nullable Violation fault) {
        return fault != null
                && switch (fault) {
                    case BARE_LF,
                            OBS_FOLD,
                            BAD_FIELD_NAME,
                            TRANSFER_ENCODING_WITH_CONTENT_LENGTH,
                            TRANSFER_ENCODING_IN_HTTP_10,
                            BAD_TRANSFER_ENCODING,
                            UNKNOWN_TRANSFER_CODING ->
                            true;
                    default -> false;
                };
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
        dropWhatTellsNothing(lines);
        uniteChunked(lines);
        raiseVersionOfChunks(lines);
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

    private static void dropWhatTellsNothing(List<String> lines) {
        if (lines.size() > 1) {
            lines.subList(1, lines.size()).removeIf(Mending::tellsNothing);
        }
    }

    private static boolean tellsNothing(String line) {
        return line.startsWith(":") || IDENTITY.matcher(lower(line)).matches();
    }

    /** Nobody applies it twice: those on the way have each said it of the same chunks. */
    private static void uniteChunked(List<String> lines) {
        List<String> codings =
                lines.stream()
                        .map(Mending::lower)
                        .filter(line -> line.startsWith(CODING))
                        .flatMap(line -> Stream.of(line.substring(CODING.length()).split(",")))
                        .toList();
        if (codings.stream().allMatch(coding -> CHUNKED_OR_NONE.matcher(coding).matches())
                && codings.stream().anyMatch(coding -> coding.contains("chunked"))) {
            lines.removeIf(line -> lower(line).startsWith(CODING));
            lines.add(CHUNKED);
        }
    }

    private static void raiseVersionOfChunks(List<String> lines) {
        if (lines.contains(CHUNKED) && lines.getFirst().startsWith(HTTP_10)) {
            lines.set(0, HTTP_11 + lines.getFirst().substring(HTTP_10.length()));
        }
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
