package dev.linger.capture.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Decoder decoder = new Decoder();
    private final Packet packet = new Packet();
    private final Segment segment = new Segment();

    @ParameterizedTest
    @EnumSource(Link.class)
    void findsTheSegmentOnEveryKindOfLink(Link link) throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap().link(link);
        capture.conversation().client().sends(REQUEST).ttl(61).ipId(7).window(501);
        capture.conversation("2001:db8::1", 40001, "2001:db8::2", 80).client().sends(REQUEST);

        List<String> seen = decode(capture);

        assertEquals(List.of("40001>80 18 " + REQUEST, "40001>80 18 " + REQUEST), seen);
        assertEquals(0x20010db800000000L, segment.sourceHigh);
        assertEquals(1, segment.sourceLow);
        assertEquals(2, segment.destinationLow);
        assertEquals(-1, segment.ipId);
        assertEquals(2, decoder.counts().of(Found.TCP));
    }

    @Test
    void readsEveryFieldOfIpv4AndTcp() throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation();
        talk.client().syn().windowScale(7).window(64_240).ttl(61).ipId(0xfedc);

        decode(capture);

        assertEquals(0, segment.sourceHigh);
        assertEquals(0xffff_0a00_0001L, segment.sourceLow);
        assertEquals(0xffff_0a00_0002L, segment.destinationLow);
        assertEquals(61, segment.ttl);
        assertEquals(0xfedc, segment.ipId);
        assertEquals(1000, segment.sequence);
        assertEquals(Segment.SYN, segment.flags);
        assertEquals(64_240, segment.window);
        assertEquals(7, segment.windowScale);
        assertEquals(0, segment.length);
    }

    @Test
    void leavesOutThePaddingOfShortEthernetFrames() {
        byte[] frame = Arrays.copyOf(frameOf(talk -> talk.client().ack()), 60);
        assertTrue(decode(1, frame));
        assertEquals(0, segment.length);
        assertEquals(segment.from, segment.to);
    }

    @Test
    void takesTotalLengthZeroAsUpToTheEndOfTheFrame() {
        byte[] frame = frameOf(talk -> talk.client().sends(5000));
        frame[16] = 0;
        frame[17] = 0;
        assertTrue(decode(1, frame));
        assertEquals(5000, segment.length);
        assertEquals(5000, segment.to - segment.from);
    }

    @Test
    void tellsHowLongThePayloadWasThoughItWasCut() throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap().snapLength(64);
        capture.conversation().client().sends(1000);
        decode(capture);
        assertEquals(1000, segment.length);
        assertEquals(10, segment.to - segment.from);
    }

    @Test
    void needsTheTcpHeaderUpToItsWindow() throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        capture.conversation().client().syn().windowScale(7).cutTo(14 + 20 + 16);
        capture.conversation().client().syn().cutTo(14 + 20 + 15);
        capture.conversation().client().syn().cutTo(14 + 19);
        capture.conversation().client().syn().cutTo(13);

        assertEquals(List.of("40001>80 2 "), decode(capture));

        assertEquals(-1, segment.windowScale);
        assertEquals(
                Map.of(
                        Found.TCP, 1L,
                        Found.CUT_IN_TCP, 1L,
                        Found.CUT_IN_IP, 1L,
                        Found.CUT_IN_LINK, 1L),
                decoder.counts().byKind());
        assertEquals(4, decoder.counts().packets());
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void neverTakesAShortPacketForASegment(Link link) throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap().link(link);
        for (int keep = 0; keep < 80; keep++) {
            capture.conversation("::1", 1, "::2", 80).client().syn().windowScale(2).cutTo(keep);
        }
        for (String seen : decode(capture)) {
            assertEquals("1>80 2 ", seen);
        }
        assertEquals(80, decoder.counts().packets());
        assertEquals(0, decoder.counts().of(Found.BAD_TCP) + decoder.counts().of(Found.BAD_IP));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void putsFragmentsTogetherInAnyOrder(boolean reversed) {
        List<byte[]> frames =
                framesOf(c -> c.conversation().client().sends(REQUEST).inFragmentsOf(16));
        assertEquals(3, frames.size());
        for (byte[] frame : reversed ? frames.reversed() : frames) {
            assertEquals(0, decoder.counts().of(Found.TCP));
            decode(1, frame);
        }
        assertEquals(REQUEST, payload());
        assertEquals(REQUEST.length(), segment.length);
        assertEquals(2, decoder.counts().of(Found.FRAGMENT));
        assertEquals(0, decoder.counts().unfinishedDatagrams());
    }

    @Test
    void putsFragmentsOfIpv6TogetherThoughEachWasCapturedTwice() throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        capture.conversation("::1", 1, "::2", 80)
                .client()
                .sends(REQUEST)
                .inFragmentsOf(16)
                .capturedTwice();
        assertEquals("1>80 18 " + REQUEST, decode(capture).getFirst());
    }

    @Test
    void saysWhenAFragmentNeverCame() {
        List<byte[]> frames =
                framesOf(c -> c.conversation().client().sends(REQUEST).inFragmentsOf(16));
        assertFalse(decode(1, frames.get(0)));
        assertFalse(decode(1, frames.get(2)));
        assertEquals(1, decoder.counts().unfinishedDatagrams());

        packet.atNanos += Fragments.PATIENCE_NANOS + 1;
        assertFalse(decode(1, frames.get(1)), "too late: it begins a datagram of its own");
        assertEquals(2, decoder.counts().unfinishedDatagrams());
    }

    @Test
    void keepsNoMoreThanAFewDatagrams() throws BadCaptureException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int n = 0; n < 1000; n++) {
            capture.conversation().client().sends(100).inFragmentsOf(64).ipId(n);
        }
        assertEquals(1000, decode(capture).size());
        for (int n = 0; n < 1000; n++) {
            byte[] first =
                    framesOf(c -> c.conversation().client().sends(64).inFragmentsOf(64)).getFirst();
            first[18] = (byte) (n >>> 8);
            first[19] = (byte) n;
            assertFalse(decode(1, first));
        }
        assertEquals(1000, decoder.counts().unfinishedDatagrams());
    }

    @Test
    void aFragmentOfADatagramThatWaitsTakesNoRoom() {
        List<byte[]> frames =
                framesOf(c -> c.conversation().client().sends(REQUEST).inFragmentsOf(16));
        for (byte[] frame : frames.subList(0, frames.size() - 1)) {
            assertFalse(decode(1, frame));
        }
        for (int n = 1; n < Fragments.MOST; n++) {
            byte[] first =
                    framesOf(c -> c.conversation().client().sends(64).inFragmentsOf(32)).getFirst();
            first[18] = (byte) 0x70;
            first[19] = (byte) n;
            assertFalse(decode(1, first));
        }
        assertTrue(decode(1, frames.getLast()));
        assertEquals(Fragments.MOST - 1, decoder.counts().unfinishedDatagrams());
    }

    @Test
    void passesOverExtensionHeaders() {
        byte[] frame =
                framesOf(c -> c.conversation("::1", 1, "::2", 80).client().sends("hello"))
                        .getFirst();
        byte[] longer = new byte[frame.length + 8 + 12];
        System.arraycopy(frame, 0, longer, 0, 54);
        System.arraycopy(frame, 54, longer, 74, frame.length - 54);
        longer[19] = (byte) (longer[19] + 20);
        longer[20] = 0; // hop-by-hop options
        longer[54] = 51; // authentication header
        longer[62] = 6;
        longer[63] = 1; // (1 + 2) * 4 bytes
        assertTrue(decode(1, longer));
        assertEquals("hello", payload());
    }

    @Test
    void namesWhatIsNoTcp() {
        byte[] frame = frameOf(talk -> talk.client().ack());
        for (int protocol : new int[] {1, 17, 47}) {
            frame[23] = (byte) protocol;
            assertFalse(decode(1, frame));
        }
        frame[12] = 0x08;
        frame[13] = 0x06;
        assertFalse(decode(1, frame));
        assertFalse(decode(105, frame));
        assertFalse(decode(9999, frame));
        assertEquals(
                Map.of(
                        Found.ICMP, 1L,
                        Found.UDP, 1L,
                        Found.OTHER, 1L,
                        Found.ARP, 1L,
                        Found.UNKNOWN_LINK, 2L),
                decoder.counts().byKind());
        assertEquals(
                Map.of("LINKTYPE 105 (802.11 wireless)", 1L, "LINKTYPE 9999", 1L),
                decoder.counts().unknownLinkTypes());
    }

    @Test
    void namesWhatIcmpSaysOfPacketsThatDoNotArrive() {
        byte[] frame = frameOf(talk -> talk.client().ack());
        frame[23] = 1;
        frame[34] = 3; // destination unreachable
        frame[35] = 4; // fragmentation needed
        assertFalse(decode(1, frame));
        frame[35] = 1; // host unreachable
        assertFalse(decode(1, frame));
        frame[34] = 8; // echo request
        assertFalse(decode(1, frame));
        assertEquals(
                Map.of(Found.ICMP_TOO_LARGE, 1L, Found.ICMP_UNREACHABLE, 1L, Found.ICMP, 1L),
                decoder.counts().byKind());
    }

    /** An error in an Ethernet frame, that quotes an IP packet from its header on. */
    private static byte[] icmpError(byte[] quoted, int headerBytes, int protocolAt) {
        int icmp = 14 + headerBytes;
        byte[] error = Arrays.copyOf(quoted, icmp + 8 + quoted.length - 14);
        error[protocolAt] = (byte) (headerBytes == 20 ? 1 : 58);
        int length = error.length - 14 - (headerBytes == 20 ? 0 : 40);
        int lengthAt = headerBytes == 20 ? 16 : 18;
        error[lengthAt] = (byte) (length >> 8);
        error[lengthAt + 1] = (byte) length;
        Arrays.fill(error, icmp, icmp + 8, (byte) 0);
        error[icmp] = (byte) (headerBytes == 20 ? 3 : 1);
        System.arraycopy(quoted, 14, error, icmp + 8, quoted.length - 14);
        return error;
    }

    @Test
    void readsWhichSegmentAnIcmpErrorIsAbout() {
        byte[] syn = frameOf(talk -> talk.client().syn());
        assertTrue(decode(1, syn));
        assertNull(decoder.unreachable());
        int from = segment.sourcePort;
        long to = segment.destinationLow;
        byte[] error = icmpError(syn, 20, 23);
        error[35] = 10;
        assertFalse(decode(1, error));
        assertEquals("administratively prohibited", decoder.unreachable());
        assertEquals(from, segment.sourcePort);
        assertEquals(to, segment.destinationLow);
        for (int length = 0; length < error.length; length++) {
            assertFalse(decode(1, Arrays.copyOf(error, length)));
        }
        error[51] = 17;
        assertFalse(decode(1, error));
        assertNull(decoder.unreachable(), "about UDP");
    }

    @Test
    void readsWhichSegmentAnIcmpv6ErrorIsAbout() {
        byte[] syn =
                framesOf(capture ->
                                capture.conversation("fd00::1", 40_000, "fd00::2", 80)
                                        .client()
                                        .syn())
                        .getFirst();
        byte[] error = icmpError(syn, 40, 20);
        assertFalse(decode(1, error));
        assertEquals("no route", decoder.unreachable());
        assertEquals(40_000, segment.sourcePort);
    }

    @Test
    void refusesHeadersThatContradictThemselves() {
        byte[] good = frameOf(talk -> talk.client().sends("hello"));
        assertFalse(decode(1, changed(good, 14, 0x44)), "IPv4 header of 16 bytes");
        assertFalse(decode(1, changed(good, 14, 0x35)), "IP version 3");
        assertFalse(decode(1, changed(good, 17, 19)), "total length within the header");
        assertEquals(3, decoder.counts().of(Found.BAD_IP));
        assertFalse(decode(1, changed(good, 46, 0x40)), "TCP header of 16 bytes");
        assertFalse(decode(1, changed(good, 46, 0xf0)), "TCP header of 60 bytes");
        assertFalse(decode(1, changed(good, 17, 39)), "19 bytes for the TCP header");
        assertEquals(3, decoder.counts().of(Found.BAD_TCP));
        assertFalse(decode(1, Arrays.copyOf(good, 13)), "runt");
        assertEquals(1, decoder.counts().of(Found.BAD_LINK));
    }

    @Test
    void readsNflogOfABigEndianMachine() {
        byte[] ip = framesOf(Link.RAW, c -> c.conversation().client().sends("hello")).getFirst();
        byte[] head = HexFormat.of().parseHex("020000000008000100080001" + "00000009");
        head[13] = (byte) (ip.length + 4);
        byte[] frame = Arrays.copyOf(head, head.length + ip.length);
        System.arraycopy(ip, 0, frame, head.length, ip.length);
        assertTrue(decode(239, frame));
        assertEquals("hello", payload());
    }

    private static byte[] changed(byte[] frame, int at, int value) {
        byte[] other = frame.clone();
        other[at] = (byte) value;
        return other;
    }

    private static byte[] frameOf(Consumer<Conversation> story) {
        return framesOf(capture -> story.accept(capture.conversation())).getFirst();
    }

    private static List<byte[]> framesOf(Consumer<CaptureBuilder> story) {
        return framesOf(Link.ETHERNET, story);
    }

    private static List<byte[]> framesOf(Link link, Consumer<CaptureBuilder> story) {
        CaptureBuilder capture = CaptureBuilder.pcap().link(link);
        story.accept(capture);
        List<byte[]> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "test")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                frames.add(Arrays.copyOfRange(packet.bytes, packet.from, packet.to));
            }
        } catch (BadCaptureException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    private boolean decode(int linkType, byte[] frame) {
        packet.bytes = frame;
        packet.from = 0;
        packet.to = frame.length;
        packet.wireLength = frame.length;
        packet.linkType = linkType;
        return decoder.decode(packet, segment);
    }

    /** Ports, flags and payload of each segment. */
    private List<String> decode(CaptureBuilder capture) throws BadCaptureException {
        List<String> seen = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "test")) {
            while (reader.next(packet)) {
                if (decoder.decode(packet, segment)) {
                    seen.add(
                            segment.sourcePort
                                    + ">"
                                    + segment.destinationPort
                                    + " "
                                    + Integer.toHexString(segment.flags)
                                    + " "
                                    + payload());
                }
            }
            assertArrayEquals(new String[0], reader.complaints().toArray());
        }
        return seen;
    }

    private String payload() {
        return new String(
                segment.bytes,
                segment.from,
                segment.to - segment.from,
                StandardCharsets.ISO_8859_1);
    }

    @Test
    void framesWithinFramesWithoutEndAreOfAnotherProtocol() {
        byte[] frame = new byte[60_000];
        for (int at = 12; at < frame.length; at += 14) {
            frame[at] = 0x65;
            frame[at + 1] = 0x58;
        }
        assertFalse(decode(1, frame));
        assertEquals(1, decoder.counts().of(Found.OTHER));
    }
}
