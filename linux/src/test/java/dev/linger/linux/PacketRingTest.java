package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real packets on loopback, which only root may see. */
@Tag("live")
class PacketRingTest {
    private static final int SMALL_RING = 4;
    private static final int LINK = 20;
    private static final int TCP_FLAGS = 13;
    private static final int FIN = 1;

    /** A packet that was seen. */
    private static final class Seen {
        private final byte[] bytes;
        private final int wireLength;
        private final long atNanos;

        Seen(RingFrame frame) {
            bytes = Arrays.copyOfRange(frame.bytes(), frame.from(), frame.to());
            wireLength = frame.wireLength();
            atNanos = frame.atNanos();
        }

        private int at(int index) {
            return bytes[index] & 255;
        }

        int etherType() {
            return at(0) << 8 | at(1);
        }

        private int tcp() {
            return etherType() == 0x0800 ? LINK + 4 * (at(LINK) & 15) : LINK + 40;
        }

        int sourcePort() {
            return at(tcp()) << 8 | at(tcp() + 1);
        }

        boolean hasFin() {
            return (at(tcp() + TCP_FLAGS) & FIN) != 0;
        }

        int payloadKept() {
            return bytes.length - tcp() - 4 * (at(tcp() + 12) >> 4);
        }

        int payload() {
            return wireLength - bytes.length + payloadKept();
        }
    }

    @BeforeEach
    void needsRoot() {
        boolean isRoot = System.getProperty("user.name").equals("root");
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(isRoot, "live packets need root");
        }
        assumeTrue(isRoot, "live packets need root");
    }

    private static PacketRing ring(PacketFilter filter) throws RefusedByKernelException {
        return PacketRing.open("lo", filter, SMALL_RING);
    }

    /** Everything up to the FIN of both sides. */
    private static List<Seen> untilBothClosed(PacketRing ring) throws IOException {
        List<Seen> seen = new ArrayList<>();
        long begin = System.nanoTime();
        while (seen.stream().filter(Seen::hasFin).count() < 2) {
            if (System.nanoTime() - begin > 10_000_000_000L) {
                throw new IOException("no two FINs within 10 s, but " + seen.size() + " packets");
            }
            if (!ring.nextBlock()) {
                ring.await(PacketRing.LATENCY_MILLIS);
                continue;
            }
            RingFrame frame = ring.frame();
            while (ring.nextPacket()) {
                seen.add(new Seen(frame));
            }
        }
        return seen;
    }

    private static void exchange(ServerSocket server, byte[] request) throws IOException {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(request);
            accepted.getInputStream().readNBytes(request.length);
            accepted.getOutputStream().write('.');
            client.getInputStream().readNBytes(1);
        }
    }

    private static ServerSocket listen(String address) throws IOException {
        return new ServerSocket(0, 1, InetAddress.ofLiteral(address));
    }

    private static PacketFilter port(ServerSocket server, boolean headsOnly) {
        return new PacketFilter(Set.of(server.getLocalPort()), headsOnly);
    }

    private static long bytesSent(List<Seen> seen, int port) {
        return seen.stream()
                .filter(packet -> packet.sourcePort() == port)
                .mapToLong(Seen::payload)
                .sum();
    }

    @Test
    void aPacketOnLoopbackIsSeenOnce() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            exchange(server, new byte[100]);
            List<Seen> seen = untilBothClosed(ring);
            long requests = seen.stream().filter(packet -> packet.payload() == 100).count();
            assertEquals(1, requests);
            assertEquals(1, bytesSent(seen, server.getLocalPort()));
            assertTrue(seen.stream().allMatch(packet -> packet.etherType() == 0x0800));
        }
    }

    @Test
    void packetsOverIpv6AreSeen() throws Exception {
        try (ServerSocket server = listen("::1");
                PacketRing ring = ring(port(server, false))) {
            exchange(server, new byte[100]);
            List<Seen> seen = untilBothClosed(ring);
            assertEquals(1, bytesSent(seen, server.getLocalPort()));
            assertTrue(seen.stream().allMatch(packet -> packet.etherType() == 0x86dd));
        }
    }

    @Test
    void timesAreThoseOfTheClock() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            long before = System.currentTimeMillis() - 1;
            exchange(server, new byte[1]);
            List<Seen> seen = untilBothClosed(ring);
            long after = System.currentTimeMillis() + 1;
            for (Seen packet : seen) {
                long millis = packet.atNanos / 1_000_000;
                assertTrue(before <= millis && millis <= after, "at " + packet.atNanos);
            }
        }
    }

    @Test
    void otherPortsAndProtocolsDoNotPassTheFilter() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                ServerSocket other = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            exchange(other, new byte[100]);
            sendDatagram(server.getLocalPort());
            exchange(server, new byte[100]);
            List<Seen> seen = untilBothClosed(ring);
            assertEquals(0, bytesSent(seen, other.getLocalPort()));
            assertEquals(seen.size(), ring.passed());
        }
    }

    private static void sendDatagram(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress here = InetAddress.getLoopbackAddress();
            socket.send(new DatagramPacket(new byte[1], 1, here, port));
        }
    }

    @Test
    void anyOfManyPortsPassesTheFilter() throws Exception {
        try (ServerSocket server = listen("127.0.0.1")) {
            Set<Integer> ports = IntStream.rangeClosed(1, 600).boxed().collect(Collectors.toSet());
            ports.add(server.getLocalPort());
            try (PacketRing ring = ring(new PacketFilter(ports, true))) {
                exchange(server, new byte[100]);
                assertEquals(1, bytesSent(untilBothClosed(ring), server.getLocalPort()));
            }
        }
    }

    @Test
    void theKernelSaysWhereAFilterIsTooLong() {
        Set<Integer> ports = IntStream.range(0, 1500).boxed().collect(Collectors.toSet());
        PacketFilter filter = new PacketFilter(ports, false);
        assertEquals(false, filter.fits());
        assertThrows(RefusedByKernelException.class, () -> ring(filter));
    }

    @Test
    void ofABodyOnlyItsBeginningIsKept() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, true))) {
            byte[] body = new byte[20_000];
            exchange(server, body);
            List<Seen> seen = untilBothClosed(ring);
            Seen largest = largest(seen);
            assertEquals(20_001, seen.stream().mapToLong(Seen::payload).sum());
            assertEquals(PacketFilter.BODY_BYTES, largest.payloadKept());
        }
    }

    @Test
    void ofAMessageThatBeginsItsHeadIsKept() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, true))) {
            byte[] message = new byte[20_000];
            message[0] = 'G';
            exchange(server, message);
            assertEquals(PacketFilter.HEAD_BYTES, largest(untilBothClosed(ring)).payloadKept());
        }
    }

    private static Seen largest(List<Seen> seen) {
        return seen.stream()
                .reduce((one, other) -> one.payload() >= other.payload() ? one : other)
                .orElseThrow();
    }

    @Test
    void afterStopOnlyWhatWasSeenComes() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            exchange(server, new byte[100]);
            ring.stop();
            exchange(server, new byte[200]);
            List<Seen> seen = untilBothClosed(ring);
            assertTrue(seen.stream().noneMatch(packet -> packet.payload() == 200));
        }
    }

    @Test
    void whatFindsTheRingFullIsCounted() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            byte[] flood = new byte[100_000];
            while (ring.dropped() == 0) {
                exchange(server, flood);
            }
            assertTrue(ring.dropped() < ring.passed());
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsRefused() {
        RefusedByKernelException refused =
                assertThrows(
                        RefusedByKernelException.class,
                        () ->
                                PacketRing.open(
                                        "nosuch0", new PacketFilter(Set.of(), false), SMALL_RING));
        assertEquals("there is no interface of this name", refused.getMessage());
    }

    @Test
    void theHeaderNamesTheInterface() throws Exception {
        try (ServerSocket server = listen("127.0.0.1");
                PacketRing ring = ring(port(server, false))) {
            exchange(server, new byte[1]);
            byte[] link = Arrays.copyOf(untilBothClosed(ring).getFirst().bytes, LINK);
            // IPv4, loopback is interface 1, ARPHRD_LOOPBACK, received, a MAC address of zeros.
            assertEquals(
                    "0800000000000001030400060000000000000000", HexFormat.of().formatHex(link));
        }
    }
}
