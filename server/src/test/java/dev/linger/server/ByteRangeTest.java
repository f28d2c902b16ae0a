package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest(name = "{0} of {1} bytes is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // RFC 9110, section 14.1.2
                "bytes=0-499           | 10000 | 0+500",
                "bytes=500-999         | 10000 | 500+500",
                "bytes=-500            | 10000 | 9500+500",
                "bytes=9500-           | 10000 | 9500+500",
                "bytes=0-0,-1          | 10000 | 0+1 9999+1",
                "bytes= 0-0, 5-6       | 10000 | 0+1 5+2",
                "BYTES=1-2             | 10000 | 1+2",
                "bytes=0-99999         | 10    | 0+10",
                "bytes=-99999          | 10    | 0+10",
                "bytes=0-99999999999999999999 | 10 | 0+10",
                // Empty elements are none (section 5.6.1.2).
                "bytes=1-2,            | 10    | 1+2",
                "bytes=0-1,, ,4-5      | 10    | 0+2 4+2",
                "bytes=,               | 10    | ignored",
                // What it has is answered, what it has not is left out.
                "bytes=2-3,50-60       | 10    | 2+2",
                // Nothing of it is there.
                "bytes=10-             | 10    | unsatisfiable",
                "bytes=99999999999999999999- | 10 | unsatisfiable",
                "bytes=-0              | 10    | unsatisfiable",
                "bytes=0-              | 0     | unsatisfiable",
                // Not understood, so the whole.
                "bytes=                | 10    | ignored",
                "bytes=-               | 10    | ignored",
                "bytes=3-2             | 10    | ignored",
                "bytes=a-b             | 10    | ignored",
                "bytes=1               | 10    | ignored",
                "bytes=+1-2            | 10    | ignored",
                "bytes 1-2             | 10    | ignored",
                "lines=1-2             | 10    | ignored",
                // More work than the whole.
                "bytes=0-,0-           | 10    | ignored",
                "bytes=0-4,5-9         | 10    | ignored",
                "bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0 | 99 | ignored"
            })
    void readsARange(String field, long size, String expected) {
        assertEquals(expected, text(field, size));
    }

    private static String text(String field, long size) {
        List<ByteRange> ranges = ByteRange.parse(field, size);
        if (ranges == null) {
            return "ignored";
        }
        List<String> parts =
                ranges.stream().map(range -> range.from() + "+" + range.count()).toList();
        return parts.isEmpty() ? "unsatisfiable" : String.join(" ", parts);
    }
}
