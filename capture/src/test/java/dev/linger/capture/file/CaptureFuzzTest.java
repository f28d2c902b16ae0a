package dev.linger.capture.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.linger.capture.link.Decoder;
import dev.linger.capture.link.Segment;
import dev.linger.testkit.CaptureBuilder;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: an end, or one clear sentence. */
class CaptureFuzzTest {
    private static final int SEED = 20_261_120;
    private static final int[] EXTREMES = {0, 1, 3, 4, 0x7f, 0x80, 0xff};

    @FuzzTest(maxDuration = "30m")
    void neverCrashes(byte[] file) {
        readAndDecode(file);
    }

    @Test
    void neverCrashesOnBrokenCopiesOfGoodCaptures() {
        Random random = new Random(SEED);
        List<byte[]> samples = Samples.all();
        for (int round = 0; round < 3_000; round++) {
            byte[] sample = samples.get(random.nextInt(samples.size()));
            readAndDecode(broken(sample, random));
        }
    }

    @Test
    void neverCrashesOnBrokenPackedCaptures() throws IOException {
        Random random = new Random(SEED);
        byte[] sample = talkOfManyBytes();
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(sample);
        }
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(zstd)) {
            out.write(sample);
        }
        for (int round = 0; round < 200; round++) {
            readAndDecode(broken(gzip.toByteArray(), random));
            readAndDecode(broken(zstd.toByteArray(), random));
        }
    }

    private static byte[] talkOfManyBytes() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        var client = capture.conversation().client();
        for (int n = 0; n < 200; n++) {
            client.sends("text " + n * 0x9e3779b9);
        }
        return capture.bytes();
    }

    private static byte[] broken(byte[] good, Random random) {
        int size = random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length;
        byte[] bytes = Arrays.copyOf(good, size);
        for (int change = random.nextInt(6); change >= 0 && size > 0; change--) {
            int value =
                    random.nextBoolean()
                            ? random.nextInt()
                            : EXTREMES[random.nextInt(EXTREMES.length)];
            bytes[random.nextInt(size)] = (byte) value;
        }
        return bytes;
    }

    private static void readAndDecode(byte[] file) {
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "fuzz")) {
            Packet packet = new Packet();
            Segment segment = new Segment();
            Decoder decoder = new Decoder();
            while (reader.next(packet)) {
                assertTrue(packet.from >= 0 && packet.from <= packet.to, "from <= to");
                assertTrue(packet.to <= packet.bytes.length, "within its bytes");
                assertTrue(packet.wireLength >= packet.to - packet.from, "wire length");
                if (decoder.decode(packet, segment)) {
                    assertSound(segment);
                }
            }
            assertTrue(decoder.counts().packets() == packet.number, "every packet is counted");
            assertTrue(reader.complaints().size() <= 2, "few words");
        } catch (BadCaptureException e) {
            assertTrue(e.toString().contains("fuzz: "), "names the file");
        }
    }

    private static void assertSound(Segment segment) {
        assertTrue(segment.from >= 0 && segment.from <= segment.to, "payload's from <= to");
        assertTrue(segment.to <= segment.bytes.length, "payload within its bytes");
        assertTrue(segment.length >= segment.to - segment.from, "payload's length");
    }
}
