package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the kernel says, or somebody in its name: every socket lies within its message. */
class MessagesFuzzTest {
    private static final String LINE =
            "   0: 0100007F:1F90 0200007F:C350 06 00000000:00000000 03:00001750 00000000     0"
                    + "        0 0 3 0000000000000000\n";

    @FuzzTest(maxDuration = "10m")
    void netlinkMessagesNeverCrash(byte[] input) throws IOException {
        SocketEntry entry = new SocketEntry();
        try {
            new NetlinkMessages()
                    .visit(
                            input,
                            input.length,
                            (bytes, from, to) -> {
                                assertTrue(from >= 0 && from <= to && to <= input.length);
                                if (to - from >= SocketEntry.LENGTH) {
                                    entry.view(bytes, from, to);
                                    readAll(entry);
                                }
                            });
        } catch (RefusedByKernelException refused) {
            assertTrue(refused.toString().contains("kernel") || refused.errno() != 0, "a reason");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void linesOfProcNeverCrash(byte[] input) {
        for (int family : new int[] {2, 10}) {
            try {
                new ProcTable()
                        .read(
                                new ByteArrayInputStream(input),
                                family,
                                SocketTable.Query.all(),
                                MessagesFuzzTest::readAll);
            } catch (IOException tooLong) {
                assertTrue(tooLong.toString().contains("4096"), tooLong::toString);
            }
        }
    }

    private static void readAll(SocketEntry socket) {
        String ends = socket.local() + " " + socket.opposite();
        assertTrue(ends.contains(":"), ends);
        assertTrue(!socket.state().word().isEmpty());
        long sum =
                socket.cookie()
                        + socket.timeWaitLeftMillis()
                        + socket.idleMillis()
                        + socket.closeWaitMillis()
                        + socket.bytesAcknowledged()
                        + socket.bytesRetransmitted()
                        + socket.unansweredRepetitions();
        assertTrue(socket.bytesSent() >= -1 || sum != 0, "counters are read");
    }

    @Test
    void neverCrashesOnDamagedMessages() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 100_000; round++) {
            byte[] input = new byte[random.nextInt(600)];
            random.nextBytes(input);
            if (input.length > 24) {
                Bytes.put32(input, 0, random.nextInt(input.length + 40));
                Bytes.put16(input, 4, random.nextInt(24));
            }
            if (input.length > 96) {
                Bytes.put16(input, 88, random.nextInt(300));
                Bytes.put16(input, 90, random.nextInt(4));
            }
            netlinkMessagesNeverCrash(input);
        }
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
