package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in /proc: a line is read or passed over, and one without end refused. */
class ProcLinesFuzzTest {
    private static final String LINE =
            "   0: 0100007F:1F90 0200007F:C350 06 00000000:00000000 03:00001750 00000000     0"
                    + "        0 0 3 0000000000000000\n";

    @FuzzTest(maxDuration = "10m")
    void linesOfProcNeverCrash(byte[] input) {
        for (int family : new int[] {2, 10}) {
            try {
                new ProcTable()
                        .read(
                                new ByteArrayInputStream(input),
                                family,
                                SocketTable.Query.all(),
                                ProcLinesFuzzTest::readAll);
            } catch (IOException tooLong) {
                assertTrue(tooLong.toString().contains("4096"), tooLong::toString);
            }
        }
    }

    private static void readAll(SocketEntry socket) {
        assertEquals(socket.local().port(), socket.localPort());
        assertEquals(socket.opposite().port(), socket.oppositePort());
        assertEquals(-1, socket.cookie(), "/proc tells no cookie");
        assertEquals(-1, socket.bytesSent(), "/proc tells no counters");
        assertTrue(socket.timeWaitLeftMillis() >= -1);
    }

    @Test
    void neverCrashesOnDamagedLines() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] input =
                    ("head\n" + LINE.repeat(1 + random.nextInt(3)))
                            .getBytes(StandardCharsets.US_ASCII);
            for (int change = random.nextInt(5); change > 0; change--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            linesOfProcNeverCrash(input);
        }
    }
}
