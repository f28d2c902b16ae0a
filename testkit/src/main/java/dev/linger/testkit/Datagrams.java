package dev.linger.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The IP packets that carry a segment. */
record Datagrams(SentPacket packet) {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final byte[] ROUTER = {(byte) 192, 0, 2, 1};
    private static final int FRAGMENT_HEADER = 44;

    /** One packet, or several fragments of a size that is not 0. */
    List<byte[]> of(int fragmentSize) {
        byte[] segment = segment();
        if (fragmentSize == 0) {
            return List.of(isIpv4() ? ipv4(segment, 0) : ipv6(segment, TCP));
        }
        List<byte[]> fragments = new ArrayList<>();
        for (int offset = 0; offset < segment.length; offset += fragmentSize) {
            int size = Math.min(fragmentSize, segment.length - offset);
            boolean more = offset + size < segment.length;
            byte[] piece = new byte[size];
            System.arraycopy(segment, offset, piece, 0, size);
            fragments.add(
                    isIpv4()
                            ? ipv4(piece, (offset / 8) | (more ? 0x2000 : 0))
                            : ipv6(fragment6(piece, offset, more), FRAGMENT_HEADER));
        }
        return fragments;
    }

    /** What a router says of this packet (RFC 792), to its sender over IPv4. */
    byte[] unreachable(int code) {
        byte[] quoted = of(0).getFirst();
        ByteBuffer ip = ByteBuffer.allocate(28 + quoted.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) (28 + quoted.length));
        ip.putInt(0).put((byte) 64).put((byte) ICMP).putShort((short) 0);
        ip.put(ROUTER).put(packet.from.address.octets());
        ip.put((byte) 3).put((byte) code).putShort((short) 0).putInt(0);
        return ip.put(quoted).array();
    }

    private boolean isIpv4() {
        return packet.from.address.octets().length == 4;
    }

    private byte[] segment() {
        boolean scales = packet.windowScale >= 0;
        int header = scales ? 24 : 20;
        ByteBuffer segment = ByteBuffer.allocate(header + packet.payload.length);
        segment.putShort((short) packet.from.address.port());
        segment.putShort((short) packet.from.other.port());
        segment.putInt(packet.sequence);
        segment.putInt((packet.flags & SentPacket.ACK) != 0 ? packet.acknowledgment : 0);
        segment.put((byte) (header << 2)).put((byte) packet.flags);
        segment.putShort((short) packet.window).putInt(0);
        if (scales) {
            segment.put((byte) 3).put((byte) 3).put((byte) packet.windowScale).put((byte) 0);
        }
        return segment.put(packet.payload).array();
    }

    private byte[] ipv4(byte[] payload, int place) {
        ByteBuffer ip = ByteBuffer.allocate(20 + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        ip.putShort((short) packet.ipId).putShort((short) place);
        ip.put((byte) packet.ttl).put((byte) TCP).putShort((short) 0);
        ip.put(packet.from.address.octets()).put(packet.from.other.octets());
        return ip.put(payload).array();
    }

    private byte[] ipv6(byte[] payload, int nextHeader) {
        ByteBuffer ip = ByteBuffer.allocate(40 + payload.length);
        ip.putInt(0x6000_0000).putShort((short) payload.length);
        ip.put((byte) nextHeader).put((byte) packet.ttl);
        ip.put(packet.from.address.octets()).put(packet.from.other.octets());
        return ip.put(payload).array();
    }

    private byte[] fragment6(byte[] piece, int offset, boolean more) {
        ByteBuffer fragment = ByteBuffer.allocate(8 + piece.length);
        fragment.put((byte) TCP).put((byte) 0).putShort((short) (offset | (more ? 1 : 0)));
        return fragment.putInt(packet.ipId).put(piece).array();
    }
}
