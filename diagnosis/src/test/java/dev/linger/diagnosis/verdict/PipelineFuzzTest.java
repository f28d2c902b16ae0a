package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes are, from the file to the verdict: no exception, every connection handed over
 * once, every verdict with evidence. With JAZZER_FUZZ=1 it looks for more than its corpus.
 */
class PipelineFuzzTest {
    private static final int SEED = 20_261_120;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    @FuzzTest(maxDuration = "30m")
    void judgesEveryConnectionOnce(byte[] file) {
        judge(file, true);
        judge(file, false);
    }

    @Test
    void judgesEveryConnectionOfBrokenCapturesOnce() {
        Random random = new Random(SEED);
        List<byte[]> samples = samples();
        for (int round = 0; round < 1_000; round++) {
            byte[] file = broken(samples.get(random.nextInt(samples.size())), random);
            judge(file, round % 2 == 0);
        }
    }

    @Test
    void judgesEveryConnectionOfShuffledCapturesOnce() {
        Random random = new Random(SEED);
        List<byte[]> samples = samples();
        for (int round = 0; round < 1_000; round++) {
            byte[] file = shuffled(samples.get(random.nextInt(samples.size())), random);
            judge(file, round % 2 == 0);
        }
    }

    private static void judge(byte[] file, boolean secondLook) {
        List<Long> handedOver = new ArrayList<>();
        List<Long> judged = new ArrayList<>();
        Judge judge =
                secondLook
                        ? Judge.withSecondLook(one -> take(one, judged))
                        : Judge.atOnce(one -> take(one, judged));
        Consumer<ConnectionLife> ended =
                life -> {
                    handedOver.add(life.number());
                    judge.accept(life);
                };
        Flows flows = new Flows(ended, !secondLook);
        try (CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(file), "fuzz")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        } catch (BadCaptureException e) {
            assertTrue(e.toString().contains("fuzz: "), "names the file");
        }
        flows.finish();
        judge.finish();
        assertEquals(LongStream.rangeClosed(1, handedOver.size()).boxed().toList(), in(handedOver));
        assertEquals(in(handedOver), in(judged));
        judge.idleTimeouts().forEach(one -> assertTrue(one.closings() > 0, "seen in closings"));
    }

    private static void take(JudgedLife one, List<Long> judged) {
        assertFalse(one.verdict().evidence().isEmpty(), "evidence");
        judged.add(one.life().number());
    }

    private static List<Long> in(List<Long> numbers) {
        return numbers.stream().sorted().toList();
    }

    private static byte[] broken(byte[] good, Random random) {
        int size = random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length;
        byte[] bytes = Arrays.copyOf(good, size);
        for (int change = random.nextInt(8); change >= 0 && size > FILE_HEADER; change--) {
            int at = FILE_HEADER + random.nextInt(size - FILE_HEADER);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1);
        }
        return bytes;
    }

    /** Whole packets lost, doubled and in another order: what a network and a capture do. */
    private static byte[] shuffled(byte[] good, Random random) {
        List<byte[]> records = records(good);
        for (int change = random.nextInt(6); change >= 0 && records.size() > 1; change--) {
            byte[] record = records.remove(random.nextInt(records.size()));
            int copies = random.nextInt(3);
            for (int copy = 0; copy < copies; copy++) {
                records.add(random.nextInt(records.size() + 1), record);
            }
        }
        int size = FILE_HEADER + records.stream().mapToInt(record -> record.length).sum();
        byte[] bytes = Arrays.copyOf(good, size);
        int at = FILE_HEADER;
        for (byte[] record : records) {
            System.arraycopy(record, 0, bytes, at, record.length);
            at += record.length;
        }
        return bytes;
    }

    private static List<byte[]> records(byte[] pcap) {
        List<byte[]> records = new ArrayList<>();
        int at = FILE_HEADER;
        while (at < pcap.length) {
            int kept = (pcap[at + 8] & 255) | (pcap[at + 9] & 255) << 8;
            records.add(Arrays.copyOfRange(pcap, at, at + RECORD_HEADER + kept));
            at += RECORD_HEADER + kept;
        }
        return records;
    }

    private static List<byte[]> samples() {
        return List.of(ordinary(), reused(), unfinished(), late(), tls(), cut());
    }

    /** Enough connections for patterns: idle timeouts, a cap, a burst. */
    private static byte[] ordinary() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int n = 0; n < 5; n++) {
            Conversation talk = capture.conversation().opens().exchanges(Scene.GET, Scene.OK);
            talk.exchanges(Scene.GET, n == 4 ? Scene.OK_CLOSE : Scene.OK);
            talk.server().fin().after(n == 4 ? 0.001 : 5);
            talk.client().fin();
            talk.server().ack();
        }
        return capture.bytes();
    }

    /** The same ports twice, the second time without the first's end. */
    private static byte[] reused() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int n = 0; n < 3; n++) {
            Conversation talk = capture.conversation("10.0.0.1", 40_001, "10.0.0.2", 80);
            talk.client().startsAt(0xffff_fff0L + 1000L * n);
            talk.opens().exchanges(Scene.GET, Scene.OK);
            if (n == 1) {
                talk.client().rst();
            }
        }
        return capture.bytes();
    }

    private static byte[] unfinished() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation upload = capture.conversation().opens();
        upload.client().sends(Scene.UPLOAD);
        upload.client().sends(400);
        upload.server().sends("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        upload.server().rst();
        Conversation stalled = capture.conversation().opens();
        stalled.client().sends(Scene.GET);
        SentPacket part = stalled.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe");
        stalled.client().hasWindow(0).ack();
        stalled.server().resends(part).after(1);
        stalled.server().resends(part).after(2);
        stalled.server().fin().after(4);
        Conversation head = capture.conversation().opens();
        head.client().sends("GET / HTTP/1.1\r\nHo");
        head.server().sends("HTTP/1.1 408 Request Timeout\r\n\r\n").after(10);
        head.server().fin();
        return capture.bytes();
    }

    private static byte[] late() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation().opens().exchanges(Scene.GET, Scene.OK);
        SentPacket fin = talk.server().fin().after(5);
        talk.client().sends(Scene.GET).notHavingSeen(fin);
        talk.server().rst().withoutAck();
        Conversation chunked = capture.conversation().opens();
        chunked.exchanges(
                Scene.GET,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        chunked.client().fin();
        chunked.server().fin();
        chunked.client().probes();
        Conversation refused = capture.conversation();
        refused.client().syn();
        refused.server().rst();
        return capture.bytes();
    }

    private static byte[] tls() {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation("10.0.0.1", 40_001, "10.0.0.2", 443).opens();
        talk.client().sends("\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0000");
        talk.server().sends("\u0016\u0003\u0003\u0000\u0005\u0002\u0000\u0000\u0001\u0000");
        talk.client().sends("\u0017\u0003\u0003\u0000\u0003abc");
        talk.server().sends("\u0015\u0003\u0003\u0000\u0002\u0001\u0000");
        talk.server().fin();
        talk.client().fin();
        return capture.bytes();
    }

    /** Heads only, one direction of the second. */
    private static byte[] cut() {
        CaptureBuilder capture = CaptureBuilder.pcap().snapLength(70);
        Conversation talk = capture.conversation().opens().exchanges(Scene.GET, Scene.OK);
        talk.client().fin();
        talk.server().fin();
        Conversation half = capture.conversation();
        half.client().syn();
        half.client().sends(Scene.GET);
        half.client().fin();
        return capture.bytes();
    }
}
