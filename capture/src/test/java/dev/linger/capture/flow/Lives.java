package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Talk;
import dev.linger.testkit.CaptureBuilder;
import java.util.ArrayList;
import java.util.List;

/** The lives in a built capture, in the order in which they are handed over. */
final class Lives {
    private Lives() {}

    static List<ConnectionLife> in(CaptureBuilder capture) throws Exception {
        List<ConnectionLife> lives = new ArrayList<>();
        Flows flows = new Flows(lives::add);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
        return lives;
    }

    static Talk.Http http(ConnectionLife life) {
        return assertInstanceOf(Talk.Http.class, life.talk());
    }
}
