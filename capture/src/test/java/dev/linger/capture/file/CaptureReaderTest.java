package dev.linger.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureReaderTest {
    private static final long START = CaptureBuilder.START_SECONDS * 1_000_000_000;

    @TempDir Path folder;

    private final Packet packet = new Packet();

    @ParameterizedTest
    @CsvSource({
        "false, false, false, 500000000",
        "false, false, true, 500000000",
        "false, true, false, 500000007",
        "false, true, true, 500000007",
        "true, false, false, 500000000",
        "true, false, true, 500000000",
        "true, true, false, 500000007",
        "true, true, true, 500000007",
    })
    void readsTimesOfBothResolutionsInBothByteOrders(
            boolean blocks, boolean nanoseconds, boolean bigEndian, long nanos)
            throws BadCaptureException {
        CaptureBuilder capture = blocks ? CaptureBuilder.pcapng() : CaptureBuilder.pcap();
        capture = nanoseconds ? capture.nanoseconds() : capture;
        capture = bigEndian ? capture.bigEndian() : capture;
        capture.conversation().client().sends("hello").at(0.500000007);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "test")) {
            assertTrue(reader.next(packet));
            assertEquals(START + nanos, packet.atNanos);
            assertEquals(59, packet.wireLength);
            assertEquals(59, packet.to - packet.from);
            assertEquals(1, packet.number);
            assertFalse(reader.next(packet));
            assertFalse(reader.next(packet), "the end stays the end");
            assertEquals(List.of(), reader.complaints());
        }
    }

    @Test
    void readsTheLongerPacketHeadersOfOldLinux() throws BadCaptureException {
        byte[] file = new byte[24 + 24 + 2];
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xa1b2cd34)
                .putShort((short) 2)
                .putInt(20, 1)
                .putInt(24, 5)
                .putInt(28, 7)
                .putInt(32, 2)
                .putInt(36, 60)
                .putShort(48, (short) 0x0201);
        assertEquals(List.of("1: 0102 at 5000007000"), read(file));
    }

    @Test
    void goesOnCountingOverSeveralFiles() throws BadCaptureException {
        byte[] file = capture(3);
        assertEquals(3, read(file).size());
        assertTrue(read(file).getFirst().startsWith("4: "));
    }

    @Test
    void unpacksGzipOfSeveralMembers() throws BadCaptureException, IOException {
        byte[] file = capture(1000);
        byte[] packed = join(gzip(Arrays.copyOf(file, 500)), gzip(from(file, 500)));
        assertEquals(read(file), readAgain(packed));
        assertEquals(read(file).size(), count(trickling(packed)), "byte by byte");
    }

    @Test
    void unpacksZstdOfSeveralFrames() throws BadCaptureException, IOException {
        byte[] file = capture(1000);
        byte[] packed = join(zstd(Arrays.copyOf(file, 500)), zstd(from(file, 500)));
        assertEquals(read(file), readAgain(packed));
    }

    @Test
    void saysInWordsWhatItReads() throws BadCaptureException, IOException {
        assertEquals("pcap, microseconds, gzip", formatOf(gzip(capture(1))));
        assertEquals("pcap, microseconds, zstd", formatOf(zstd(capture(1))));
        assertEquals("pcapng", formatOf(CaptureBuilder.pcapng().bytes()));
        assertEquals("pcap, nanoseconds", formatOf(CaptureBuilder.pcap().nanoseconds().bytes()));
    }

    @Test
    void handsOverAPacketAsSoonAsAllOfItIsThere() throws BadCaptureException {
        byte[] file = capture(3);
        int length = (file.length - 24) / 3;
        Pipe pipe = new Pipe();
        pipe.gives(Arrays.copyOf(file, 24));
        CaptureReader reader = CaptureReader.of(pipe, "pipe");
        for (int n = 0; n < 3; n++) {
            pipe.gives(Arrays.copyOfRange(file, 24 + n * length, 24 + (n + 1) * length));
            assertTrue(reader.next(packet));
            assertEquals(n + 1, packet.number);
        }
        pipe.ends();
        assertFalse(reader.next(packet));
    }

    @Test
    void tellsItsProgress() throws BadCaptureException, IOException {
        Path file = Files.write(folder.resolve("a.pcap"), capture(10));
        try (CaptureReader reader = CaptureReader.open(file)) {
            assertEquals(Files.size(file), reader.sizeInBytes());
            while (reader.next(packet)) {
                assertTrue(reader.bytesRead() > 0);
            }
            assertEquals(Files.size(file), reader.bytesRead());
        }
        assertEquals(-1, CaptureReader.of(CaptureBuilder.pcap().stream(), "-").sizeInBytes());
    }

    @Test
    void readsPacketsLongerThanAPiece() throws BadCaptureException {
        byte[] file = new byte[24 + 16 + 1_000_000];
        System.arraycopy(CaptureBuilder.pcap().bytes(), 0, file, 0, 24);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(32, 1_000_000);
        file[file.length - 1] = 42;
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "test")) {
            assertTrue(reader.next(packet));
            assertEquals(1_000_000, packet.to - packet.from);
            assertEquals(42, packet.bytes[packet.to - 1]);
        }
    }

    @Test
    void readsUpToWhereTheFileWasCut() throws BadCaptureException {
        byte[] file = capture(3);
        int length = (file.length - 24) / 3;
        for (int size = 24; size < file.length; size++) {
            CaptureReader reader =
                    CaptureReader.of(new ByteArrayInputStream(file, 0, size), "test");
            int whole = (size - 24) / length;
            assertEquals(whole, rest(reader));
            boolean between = (size - 24) % length == 0;
            assertEquals(between ? 0 : 1, reader.complaints().size());
        }
        CaptureReader reader =
                CaptureReader.of(new ByteArrayInputStream(file, 0, file.length - 1), "test");
        packet.number = 0;
        rest(reader);
        assertEquals(
                List.of(
                        "test: ends inside packet 3 at byte %d: %d of %d bytes are there (is it still being written, or was it cut off?); 2 packets before it were read"
                                .formatted(24 + 2 * length, length - 1, length)),
                reader.complaints());
    }

    @Test
    void readsUpToWhereTheLengthIsBroken() throws BadCaptureException {
        byte[] file = capture(3);
        int second = 24 + (file.length - 24) / 3;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(second + 8, -2);
        CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "test");
        assertEquals(1, rest(reader));
        assertEquals(
                List.of(
                        "test: packet 2 at byte "
                                + second
                                + " claims 4294967294 captured bytes: broken from here on; 1 packet"
                                + " before it was read"),
                reader.complaints());
    }

    @Test
    void readsUpToWherePackedDataIsCutOrBroken() throws BadCaptureException, IOException {
        byte[] file = noise(5000);
        for (byte[] packed : List.of(gzip(file), zstd(file))) {
            byte[] cut = Arrays.copyOf(packed, packed.length / 2);
            CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(cut), "cut");
            assertTrue(rest(reader) > 1000);
            assertTrue(
                    reader.complaints().getFirst().startsWith("cut: cannot be read on after byte "),
                    reader.complaints().getFirst());

            byte[] broken = packed.clone();
            Arrays.fill(broken, packed.length / 2, packed.length / 2 + 20, (byte) 0x55);
            reader = CaptureReader.of(new ByteArrayInputStream(broken), "broken");
            assertTrue(rest(reader) > 1000);
            assertEquals(1, reader.complaints().size());
        }
    }

    /** As gzip leaves it where it is killed at the end. */
    @Test
    void aMissingTrailerIsSaidInWords() throws BadCaptureException, IOException {
        byte[] packed = gzip(noise(50));
        byte[] cut = Arrays.copyOf(packed, packed.length - 8);
        CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(cut), "cut");
        assertEquals(50, rest(reader));
        String says = reader.complaints().getFirst();
        assertTrue(says.contains(": its packed data end there (was it cut off?)"), says);
    }

    @Test
    void refusesWhatIsNoCapture() throws IOException {
        refuses(new byte[0], "is empty: not even a file header was written");
        refuses(new byte[] {1, 2}, "ends inside its first four bytes at byte 0: 2 of 4");
        refuses(
                "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
                "is text, which begins with \"GET / HTTP/1.1\"; wanted is a capture of packets");
        refuses(
                "\n12:00:01 IP 10.0.0.1.5 > b\u00fccher: Flags [S]"
                        .getBytes(StandardCharsets.UTF_8),
                "is text, which begins with \"12:00:01 IP 10.0.0.1.5\"");
        refuses(
                new byte[] {'G', 'E', 0, ' '},
                "is neither pcap nor pcapng: it begins with 47450020");
        refuses(Arrays.copyOf(capture(1), 23), "ends inside its file header at byte 0: 23 of 24");
        refuses(gzip(new byte[0]), "ends inside its first four bytes");
        refuses(
                Arrays.copyOf(gzip(capture(1)), 5),
                "cannot be read: it ends inside the header of its compression");
        refuses(new byte[] {0x1f, (byte) 0x8b, 99, 0, 0, 0, 0, 0, 0, 0, 0}, "cannot be read: ");
        refuses(Arrays.copyOf(zstd(capture(1)), 9), "cannot be read on after byte 0: ");
        byte[] version = capture(1);
        version[4] = 3;
        refuses(version, "is pcap of version 3");
        refuses(Arrays.copyOf(CaptureBuilder.pcapng().bytes(), 20), "ends inside");
        refuses(Arrays.copyOf(CaptureBuilder.pcapng().bytes(), 8), "ends inside a section header");
    }

    @Test
    void refusesWhatCannotBeOpened() {
        refuses(folder, "is a directory");
        refuses(folder.resolve("none.pcap"), "there is no such file");
    }

    private void refuses(Path file, String says) {
        var refusal = assertThrows(BadCaptureException.class, () -> CaptureReader.open(file));
        assertTrue(refusal.toString().contains(file + ": " + says), refusal.toString());
    }

    private static void refuses(byte[] file, String says) {
        var refusal =
                assertThrows(
                        BadCaptureException.class,
                        () -> CaptureReader.of(new ByteArrayInputStream(file), "test"));
        assertTrue(refusal.toString().contains("test: " + says), refusal.toString());
    }

    private static byte[] capture(int packets) {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation();
        for (int n = 0; n < packets; n++) {
            talk.client().sends("hello %08x".formatted(n * 0x9e3779b9));
        }
        return capture.bytes();
    }

    /** 1400 bytes each that cannot be packed. */
    private static byte[] noise(int packets) {
        Random random = new Random(packets);
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation();
        for (int n = 0; n < packets; n++) {
            byte[] payload = new byte[1400];
            random.nextBytes(payload);
            talk.client().sends(payload);
        }
        return capture.bytes();
    }

    private List<String> readAgain(byte[] file) throws BadCaptureException {
        packet.number = 0;
        return read(file);
    }

    private List<String> read(byte[] file) throws BadCaptureException {
        List<String> seen = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "test")) {
            while (reader.next(packet)) {
                byte[] bytes = Arrays.copyOfRange(packet.bytes, packet.from, packet.to);
                String hex = HexFormat.of().formatHex(bytes);
                seen.add(packet.number + ": " + hex + " at " + packet.atNanos);
            }
            assertEquals(List.of(), reader.complaints());
        }
        return seen;
    }

    private int count(InputStream in) throws BadCaptureException {
        try (CaptureReader reader = CaptureReader.of(in, "test")) {
            return rest(reader);
        }
    }

    private int rest(CaptureReader reader) {
        int count = 0;
        while (reader.next(packet)) {
            count++;
        }
        return count;
    }

    private static String formatOf(byte[] file) throws BadCaptureException {
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "test")) {
            return reader.format();
        }
    }

    private static byte[] from(byte[] bytes, int at) {
        return Arrays.copyOfRange(bytes, at, bytes.length);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static InputStream trickling(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    /** Fails where a real pipe would wait. */
    private static final class Pipe extends InputStream {
        private byte[] there = {};
        private int at;
        private boolean ended;

        void gives(byte[] bytes) {
            there = join(Arrays.copyOfRange(there, at, there.length), bytes);
            at = 0;
        }

        void ends() {
            ended = true;
        }

        @Override
        public int read() {
            throw new AssertionError("never byte by byte");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == there.length) {
                assertTrue(ended, "waits for more than it needs");
                return -1;
            }
            int count = Math.min(length, there.length - at);
            System.arraycopy(there, at, into, from, count);
            at += count;
            return count;
        }
    }

    @Test
    void aCutLastPacketIsNothingBroken() throws BadCaptureException, IOException {
        byte[] file = noise(5000);
        byte[] gzip = gzip(file);
        byte[] zstd = zstd(file);
        for (byte[] cut :
                List.of(
                        Arrays.copyOf(file, file.length - 1),
                        Arrays.copyOf(gzip, gzip.length / 2),
                        Arrays.copyOf(zstd, zstd.length / 2))) {
            CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(cut), "cut");
            rest(reader);
            assertEquals(1, reader.complaints().size());
            assertFalse(reader.isBroken(), reader.complaints().getFirst());
        }
    }

    @Test
    void aPlaceThatCannotBeReadOnFromIsBroken() throws BadCaptureException, IOException {
        byte[] length = capture(3);
        int second = 24 + (length.length - 24) / 3;
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(second + 8, -2);
        byte[] checksum = gzip(capture(3));
        checksum[checksum.length - 8] ^= 1;
        for (byte[] broken : List.of(length, checksum)) {
            CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(broken), "broken");
            rest(reader);
            assertTrue(reader.isBroken(), reader.complaints().toString());
        }
    }

    @Test
    void aWindowThatIsTooLargeIsNamed() {
        // A frame whose descriptor asks for a window of 128 MiB, as zstd --long makes it.
        byte[] frame = HexFormat.of().parseHex("28b52ffd0088250000" + "00".repeat(64));
        BadCaptureException refused =
                assertThrows(
                        BadCaptureException.class,
                        () -> CaptureReader.of(new ByteArrayInputStream(frame), "long"));
        assertEquals(
                "long: cannot be read on after byte 0: its zstd window is larger than the 8 MiB that"
                        + " are read here, as --long and --ultra make it; unpack it before: zstd -dc"
                        + " FILE | linger explain -",
                refused.getMessage());
    }
}
