package dev.linger.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;

/**
 * Strings of JSON, quoted and escaped. What lives say is said again and again, so those of late are
 * kept: one at each place. Not thread-safe.
 */
final class QuotedTexts {
    /** A power of two, far more than there are clauses that most lives share. */
    private static final int PLACES = 256;

    private final String[] texts = new String[PLACES];
    private final byte[][] quoted = new byte[PLACES][];

    QuotedTexts() {
        Arrays.fill(texts, "");
        Arrays.fill(quoted, quote(""));
    }

    byte[] of(String text) {
        int hash = text.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        if (!text.equals(texts[place])) {
            texts[place] = text;
            quoted[place] = quote(text);
        }
        return quoted[place];
    }

    private static byte[] quote(String text) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }
}
