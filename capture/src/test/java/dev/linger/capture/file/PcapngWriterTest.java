package dev.linger.capture.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapngWriterTest {
    private static final int RAW = 101;

    private static Packet packet(long atNanos, int kept, int wireLength) {
        Packet packet = new Packet();
        packet.bytes = new byte[kept + 3];
        Arrays.fill(packet.bytes, 3, kept + 3, (byte) kept);
        packet.from = 3;
        packet.to = kept + 3;
        packet.wireLength = wireLength;
        packet.atNanos = atNanos;
        return packet;
    }

    private static byte[] written(List<Packet> packets) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, "eth0", RAW)) {
            for (Packet packet : packets) {
                writer.write(packet);
            }
            writer.finish(5_000_000_000L, 7);
        }
        return out.toByteArray();
    }

    @Test
    void packetsAreReadAsTheyWereWritten() throws Exception {
        long now = 1_795_000_000_123_456_789L;
        List<Packet> packets =
                List.of(packet(now, 60, 60), packet(now + 1, 0, 1500), packet(now, 70_001, 70_001));
        try (CaptureReader reader =
                CaptureReader.of(new ByteArrayInputStream(written(packets)), "test")) {
            Packet read = new Packet();
            for (Packet packet : packets) {
                assertTrue(reader.next(read));
                assertEquals(packet.atNanos, read.atNanos);
                assertEquals(packet.wireLength, read.wireLength);
                assertEquals(RAW, read.linkType);
                assertArrayEquals(
                        Arrays.copyOfRange(packet.bytes, packet.from, packet.to),
                        Arrays.copyOfRange(read.bytes, read.from, read.to));
            }
            assertFalse(reader.next(read));
            assertEquals(List.of(), reader.complaints());
        }
    }

    @Test
    void theLastBlockCountsWhatWasDropped() throws Exception {
        ByteBuffer file = ByteBuffer.wrap(written(List.of(packet(1, 4, 4))));
        file.order(ByteOrder.LITTLE_ENDIAN);
        int length = file.getInt(file.limit() - 4);
        int at = file.limit() - length;
        assertEquals(5, file.getInt(at), "an interface statistics block");
        assertEquals(4 | 8 << 16, file.getInt(at + 20), "isb_ifrecv");
        assertEquals(5_000_000_000L, file.getLong(at + 24));
        assertEquals(7 | 8 << 16, file.getInt(at + 32), "isb_osdrop");
        assertEquals(7, file.getLong(at + 36));
        assertEquals(0, file.getInt(at + 44), "the end of the options");
    }
}
