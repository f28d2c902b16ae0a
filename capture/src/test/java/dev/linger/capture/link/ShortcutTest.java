package dev.linger.capture.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.Packet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortcutTest {
    private static final int ETHERNET_HEADER = 14;

    /** A SYN with options and four bytes of payload. */
    private static final byte[] FRAME =
            HexFormat.of()
                    .parseHex(
                            "020000000001020000000002" // addresses of the link
                                    + "0800"
                                    + "4500003cfedc40003d060000" // IPv4, ID fedc, TTL 61
                                    + "0a0000010a000002"
                                    + "9c4100500102030405060708a002faf000000000" // TCP
                                    + "020405b40101040201030307" // options
                                    + "0102030405060708090a0b0c");

    @Test
    void takesAnOrdinaryPacket() {
        assertTrue(Shortcut.take(packet(FRAME, LinkType.ETHERNET, 0, FRAME.length), new Segment()));
    }

    @Test
    void leavesFragmentsOptionsAndTagsToTheLongWay() {
        assertFalse(Shortcut.take(with(20, 0x20), new Segment()), "more fragments");
        assertFalse(Shortcut.take(with(21, 0x01), new Segment()), "a fragment's offset");
        assertFalse(Shortcut.take(with(14, 0x46), new Segment()), "IPv4 options");
        assertFalse(Shortcut.take(with(12, 0x81), new Segment()), "a VLAN tag");
    }

    /** The same packet without its link header goes the long way. */
    @Test
    void fillsWhatTheLongWayFillsHoweverThePacketIsBroken() {
        Random random = new Random(11);
        int taken = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = FRAME.clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = ETHERNET_HEADER + random.nextInt(bytes.length - ETHERNET_HEADER);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(80));
            }
            int to = random.nextBoolean() ? bytes.length : 34 + random.nextInt(bytes.length - 34);
            Segment quick = new Segment();
            Segment slow = new Segment();
            if (Shortcut.take(packet(bytes, LinkType.ETHERNET, 0, to), quick)) {
                taken++;
                Packet raw = packet(bytes, LinkType.RAW, ETHERNET_HEADER, to);
                assertTrue(new Decoder().decode(raw, slow));
                assertEquals(fields(slow), fields(quick));
            }
        }
        assertTrue(taken > 50_000, taken + " taken");
    }

    private static Packet with(int at, int value) {
        byte[] bytes = FRAME.clone();
        bytes[at] = (byte) value;
        return packet(bytes, LinkType.ETHERNET, 0, bytes.length);
    }

    private static Packet packet(byte[] bytes, int linkType, int from, int to) {
        Packet packet = new Packet();
        packet.bytes = bytes;
        packet.linkType = linkType;
        packet.from = from;
        packet.to = to;
        packet.wireLength = bytes.length - from;
        return packet;
    }

    private static String fields(Segment segment) {
        return "%x.%x:%d > %x.%x:%d ttl %d id %d seq %d ack %d flags %x window %d scale %d payload %d to %d of %d"
                .formatted(
                        segment.sourceHigh,
                        segment.sourceLow,
                        segment.sourcePort,
                        segment.destinationHigh,
                        segment.destinationLow,
                        segment.destinationPort,
                        segment.ttl,
                        segment.ipId,
                        segment.sequence,
                        segment.acknowledgment,
                        segment.flags,
                        segment.window,
                        segment.windowScale,
                        segment.from,
                        segment.to,
                        segment.length);
    }
}
