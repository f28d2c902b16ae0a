package dev.linger.capture.file;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapngTest {
    private final Packet packet = new Packet();
    private List<String> complaints = List.of();

    @Test
    void readsSectionsOfDifferentByteOrder() throws BadCaptureException {
        Blocks file =
                Blocks.section(LITTLE_ENDIAN)
                        .describe(1, 0, 0, 0, 0)
                        .packet(0, 1_000_000)
                        .then(
                                Blocks.section(BIG_ENDIAN)
                                        .describe(101, 0, 0, 0, 0)
                                        .packet(0, 2_000_000));
        assertEquals(
                List.of("1: 4 of 60, link 1, 1.0 s", "2: 4 of 60, link 101, 2.0 s"), read(file));
        assertEquals(List.of(), complaints);
    }

    @Test
    void keepsInterfacesApart() throws BadCaptureException {
        Blocks file =
                Blocks.section(BIG_ENDIAN)
                        .describe(1, 0, 9, 9, 1)
                        .describe(113, 0, 9, 3, 1)
                        .packet(1, 5000)
                        .packet(0, 6_000_000_000L);
        assertEquals(
                List.of("1: 4 of 60, link 113, 5.0 s", "2: 4 of 60, link 1, 6.0 s"), read(file));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, 7000000000",
        "3, 1500, 1500000000",
        "6, 1700000000123456, 1700000000123456000",
        "9, 1700000000123456789, 1700000000123456789",
        "12, 1700000000123, 1700000000",
        "40, 1, 0",
        "127, 1, 0",
        "128, 5, 5000000000",
        "138, 1536, 1500000000",
        "160, 6442450944, 1500000000",
        "192, -9223372036854775808, 500000000",
        "255, 1, 0",
    })
    void understandsEveryTimeResolution(int resolution, long units, long nanos)
            throws BadCaptureException {
        read(Blocks.section(LITTLE_ENDIAN).describe(1, 0, 9, resolution, 1).packet(0, units));
        assertEquals(nanos, packet.atNanos);
    }

    @Test
    void addsTheOffsetOfTheInterface() throws BadCaptureException {
        for (var order : List.of(LITTLE_ENDIAN, BIG_ENDIAN)) {
            read(Blocks.section(order).describe(1, 0, 14, 1_700_000_000, 8).packet(0, 5));
            assertEquals(1_700_000_000_000_005_000L, packet.atNanos);
        }
        read(Blocks.section(BIG_ENDIAN).describe(1, 0, 14, -1, 8).packet(0, 3_000_000));
        assertEquals(2_000_000_000, packet.atNanos);
    }

    @Test
    void passesOverBlocksThatItDoesNotKnow() throws BadCaptureException {
        Blocks file =
                Blocks.section(LITTLE_ENDIAN)
                        .block(4, 0)
                        .describe(1, 0, 0, 0, 0)
                        .block(0xbad)
                        .block(10, new int[Pieces.PIECE])
                        .packet(0, 1_000_000)
                        .block(5, 0, 0, 0);
        assertEquals(List.of("1: 4 of 60, link 1, 1.0 s"), read(file));
    }

    @Test
    void readsThePacketBlockOfOldFiles() throws BadCaptureException {
        Blocks file =
                Blocks.section(LITTLE_ENDIAN)
                        .describe(1, 0, 0, 0, 0)
                        .block(2, 0x00070000, 0, 1_000_000, 4, 60, 0x01020304);
        assertEquals(List.of("1: 4 of 60, link 1, 1.0 s"), read(file));
    }

    @Test
    void saysThatSimplePacketsHaveNoTime() throws BadCaptureException {
        Blocks file =
                Blocks.section(LITTLE_ENDIAN)
                        .describe(1, 6, 0, 0, 0)
                        .packet(0, 1_000_000)
                        .block(3, 60, 0x01020304, 0x05060000)
                        .block(3, 3, 0x01020300);
        assertEquals(
                List.of(
                        "1: 4 of 60, link 1, 1.0 s",
                        "2: 6 of 60, link 1, 1.0 s",
                        "3: 3 of 3, link 1, 1.0 s"),
                read(file));
        assertEquals(1, complaints.size());
        assertTrue(complaints.getFirst().startsWith("test: 2 packets have no time"));
    }

    @Test
    void stopsWhereABlockIsBroken() throws BadCaptureException {
        Blocks start = Blocks.section(LITTLE_ENDIAN).describe(1, 0, 0, 0, 0).packet(0, 1_000_000);
        byte[] good = start.bytes();
        String at = "at byte " + good.length + " ";
        broken(good, block().raw(6, 24, new byte[20], 32), at + "claims the length 24");
        broken(good, block().raw(6, 34, new byte[22], 34), at + "claims the length 34");
        broken(good, block().raw(6, 0, new byte[20], 32), at + "claims the length 0");
        broken(good, block().raw(6, -4, new byte[20], 32), at + "claims 4294967292 bytes");
        broken(good, block().raw(6, 32, new byte[20], 36), "and ends with 36");
        broken(good, block().raw(9, -4, new byte[20], 32), "32 of 4294967292 bytes are there");
        broken(good, block().packet(1, 0), at + "names interface 1, but its section describes 1");
        broken(good, block().block(6, 0, 0, 0, 400, 400, 1), "claims 400 captured bytes");
        broken(good, block().block(6, 0, 0, 0, -1, 400, 1), "claims 4294967295 captured bytes");
        broken(good, block().block(0x0a0d0d0a, 0x12345678, 1, 0, 0), "byte order magic 12345678");
    }

    private static Blocks block() {
        return new Blocks(LITTLE_ENDIAN);
    }

    private void broken(byte[] good, Blocks bad, String says) throws BadCaptureException {
        packet.number = 0;
        byte[] file = Arrays.copyOf(good, good.length + bad.bytes().length);
        System.arraycopy(bad.bytes(), 0, file, good.length, bad.bytes().length);
        assertEquals(List.of("1: 4 of 60, link 1, 1.0 s"), read(file));
        assertEquals(1, complaints.size());
        String complaint = complaints.getFirst();
        assertTrue(complaint.contains(says), complaint);
        assertTrue(complaint.endsWith("; 1 packet before it was read"), complaint);
    }

    private List<String> read(Blocks file) throws BadCaptureException {
        return read(file.bytes());
    }

    private List<String> read(byte[] file) throws BadCaptureException {
        List<String> seen = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "test")) {
            while (reader.next(packet)) {
                seen.add(
                        "%d: %d of %d, link %d, %s s"
                                .formatted(
                                        packet.number,
                                        packet.to - packet.from,
                                        packet.wireLength,
                                        packet.linkType,
                                        packet.atNanos / 1e9));
            }
            complaints = reader.complaints();
        }
        return seen;
    }
}
