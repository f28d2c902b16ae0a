package dev.linger.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes, read whole and cut in pieces: no exception, no byte left over, the same events. As a
 * test it replays the corpus beside this class's name; with JAZZER_FUZZ=1 it looks for more. The
 * first byte of an input chooses direction and strictness, the second seeds the cuts.
 */
class MessageReaderFuzzTest {
    private static final Limits LIMITS = new Limits(64, 256, 8, 16, 32);

    @FuzzTest(maxDuration = "10m")
    void tellsTheSameHoweverTheBytesAreCut(byte @NotNull [] input) {
        if (input.length < 2) {
            return;
        }
        assertEquals(read(input, null), read(input, new Random(input[1])));
    }

    private static List<String> read(byte[] input, @Nullable Random cuts) {
        Strictness strictness = (input[0] & 1) == 0 ? Strictness.STRICT : Strictness.LENIENT;
        Transcript transcript =
                (input[0] & 2) == 0
                        ? Transcript.requests(strictness, LIMITS)
                        : Transcript.responses(strictness, LIMITS);
        return transcript.readCut(input, 2, input.length, cuts).lines();
    }
}
