package dev.linger.bench;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.capture.link.Decoder;
import dev.linger.capture.link.Segment;
import dev.linger.diagnosis.verdict.Judge;
import java.io.IOException;
import java.nio.file.Path;

/** How far a capture is taken on its way from bytes to verdicts; each includes those before it. */
enum Depth {
    READING {
        @Override
        long packets(CaptureReader reader) {
            Packet packet = new Packet();
            long packets = 0;
            while (reader.next(packet)) {
                packets++;
            }
            return packets;
        }
    },
    DECODING {
        @Override
        long packets(CaptureReader reader) {
            Packet packet = new Packet();
            Segment segment = new Segment();
            Decoder decoder = new Decoder();
            long packets = 0;
            while (reader.next(packet)) {
                decoder.decode(packet, segment);
                packets++;
            }
            return packets;
        }
    },
    FOLLOWING {
        @Override
        long packets(CaptureReader reader) {
            return follow(reader, new Flows(life -> {}));
        }
    },
    JUDGING {
        @Override
        long packets(CaptureReader reader) {
            Judge judge = Judge.withSecondLook(judged -> {});
            long packets = follow(reader, new Flows(judge::accept));
            judge.finish();
            return packets;
        }
    };

    /** Takes all of the capture that far and returns how many packets it holds. */
    abstract long packets(CaptureReader reader);

    long packetsOf(Path capture) throws BadCaptureException, IOException {
        try (CaptureReader reader = CaptureReader.open(capture)) {
            return packets(reader);
        }
    }

    private static long follow(CaptureReader reader, Flows flows) {
        Packet packet = new Packet();
        long packets = 0;
        while (reader.next(packet)) {
            flows.packet(packet);
            packets++;
        }
        flows.finish();
        return packets;
    }
}
