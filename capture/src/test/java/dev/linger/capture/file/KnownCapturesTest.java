package dev.linger.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.linger.capture.link.Counts;
import dev.linger.capture.link.Decoder;
import dev.linger.capture.link.Found;
import dev.linger.capture.link.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Real captures of other projects, which are not in this repository: the folder that the
 * environment variable names holds them and a table of what is in them.
 */
@EnabledIfEnvironmentVariable(
        named = "LINGER_CAPTURES",
        matches = ".+",
        disabledReason = "LINGER_CAPTURES names no folder of captures")
class KnownCapturesTest {
    /** Their TCP headers claim a length of 0: no receiver takes such a segment. */
    private static final Set<String> MALFORMED = Set.of("ppp--tcp-malformed.pcap");

    @TestFactory
    List<DynamicTest> readsAllPackets() throws IOException {
        Path folder = Path.of(System.getenv("LINGER_CAPTURES"));
        List<String> lines = Files.readAllLines(folder.resolve("MANIFEST.tsv"));
        List<String> columns = List.of(lines.getFirst().split("\t", -1));
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = List.of(line.split("\t", -1));
            String name = fields.getFirst();
            long packets = Long.parseLong(fields.get(columns.indexOf("packets")));
            tests.add(DynamicTest.dynamicTest(name, () -> reads(folder.resolve(name), packets)));
        }
        assertFalse(tests.isEmpty(), "the table names captures");
        return tests;
    }

    private static void reads(Path file, long packets) throws BadCaptureException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            Packet packet = new Packet();
            Segment segment = new Segment();
            Decoder decoder = new Decoder();
            while (reader.next(packet)) {
                decoder.decode(packet, segment);
            }
            assertEquals(List.of(), reader.complaints());
            Counts counts = decoder.counts();
            assertEquals(packets, counts.packets());
            long understood =
                    counts.of(Found.TCP)
                            + counts.of(Found.UDP)
                            + counts.of(Found.ICMP)
                            + counts.of(Found.ICMP_TOO_LARGE)
                            + counts.of(Found.ICMP_UNREACHABLE)
                            + counts.of(Found.ARP);
            boolean malformed = MALFORMED.contains(file.getFileName().toString());
            assertEquals(malformed ? 0 : packets, understood);
        }
    }
}
