package dev.linger.capture.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.linger.capture.file.Packet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the packets are: each is exactly one kind, and a segment lies within its bytes. */
class DecoderFuzzTest {
    private static final int[] LINK_TYPES = {
        0, 1, 9, 12, 14, 50, 51, 101, 108, 113, 228, 229, 239, 276, 7
    };

    /** The first byte is the link type, the second how many packets share the rest. */
    @FuzzTest(maxDuration = "30m")
    void neverCrashes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int packets = 1 + (input[1] & 7);
        int size = (input.length - 2) / packets;
        Decoder decoder = new Decoder();
        Packet packet = new Packet();
        packet.linkType = LINK_TYPES[(input[0] & 255) % LINK_TYPES.length];
        packet.bytes = input;
        for (int n = 0; n < packets; n++) {
            packet.from = 2 + n * size;
            packet.to = packet.from + size;
            packet.wireLength = size + ((input[1] >>> 3) & 31) * 100;
            decode(decoder, packet);
        }
        assertEquals(packets, decoder.counts().packets());
    }

    @Test
    void neverCrashesOnNoise() {
        Random random = new Random(7);
        for (int round = 0; round < 100_000; round++) {
            byte[] input = new byte[2 + random.nextInt(120)];
            random.nextBytes(input);
            neverCrashes(input);
        }
    }

    private static void decode(Decoder decoder, Packet packet) {
        Segment segment = new Segment();
        if (decoder.decode(packet, segment)) {
            assertTrue(segment.from >= 0 && segment.from <= segment.to, "from <= to");
            assertTrue(segment.to <= segment.bytes.length, "within its bytes");
            assertTrue(segment.length >= segment.to - segment.from, "length");
        }
    }
}
