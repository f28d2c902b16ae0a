package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/** Whatever a netlink socket hands over, no byte outside of it is read. */
class MessagesFuzzTest {
    @FuzzTest
    void readsNothingBehindWhatWasReceived(byte[] received) {
        Messages messages = new Messages(new byte[received.length]);
        SocketEntry entry = new SocketEntry();
        messages.begin(0, true);
        messages.fill(MemorySegment.ofArray(received), received.length);
        try {
            messages.visit((bytes, from, to) -> {
                assertTrue(from <= to && to <= received.length);
                if (to - from >= SocketEntry.LENGTH) {
                    entry.view(bytes, from, to);
                    readAll(entry);
                }
            });
        } catch (RefusedByKernelException e) {
            assertTrue(String.valueOf(e.getMessage()).contains(" "));
        }
    }

    private static void readAll(SocketEntry entry) {
        assertTrue(entry.local().port() == entry.localPort());
        assertTrue(entry.opposite().port() == entry.oppositePort());
        assertTrue(!entry.state().word().isEmpty());
        assertTrue(entry.lastAckReceivedMillis() >= -1);
        assertTrue(entry.receiveQueue() >= 0 && entry.sendQueue() >= 0);
        assertTrue(entry.timeWaitLeftMillis() >= -1 && entry.roundTripMicros() >= -1);
        for (long count : new long[] {entry.bytesSent(), entry.bytesReceived(), entry.cookie()}) {
            assertTrue(!Long.toUnsignedString(count).isEmpty());
        }
    }
}
