package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Verdict;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Conversations with one server, and the verdicts on them in order of opening. */
final class Scene {
    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    static final String OK_CLOSE =
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    static final String UPLOAD = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";

    private final CaptureBuilder capture = CaptureBuilder.pcap();
    private int clients;

    /** A connection to the same server from a client port of its own, not opened yet. */
    Conversation closed() {
        return capture.conversation("10.0.0.1", 40_000 + clients++, "10.0.0.2", 80);
    }

    /** From this client port, and with this first sequence number. */
    Conversation onPort(int port, long sequence) {
        Conversation talk = capture.conversation("10.0.0.1", port, "10.0.0.2", 80);
        talk.client().startsAt(sequence);
        return talk;
    }

    /** The same, established. */
    Conversation connection() {
        return closed().opens();
    }

    /** The same, after one complete exchange. */
    Conversation idle() {
        return connection().exchanges(GET, OK);
    }

    Verdict onlyVerdict() throws BadCaptureException {
        List<Verdict> verdicts = verdicts();
        if (verdicts.size() != 1) {
            throw new AssertionError(verdicts.size() + " connections instead of one");
        }
        return verdicts.getFirst();
    }

    ConnectionLife onlyLife() throws BadCaptureException {
        List<JudgedLife> judged = judged();
        if (judged.size() != 1) {
            throw new AssertionError(judged.size() + " connections instead of one");
        }
        return judged.getFirst().life();
    }

    /** The only connection's verdict, which must be this. */
    Verdict assertCause(CloseCause cause, DecidedBy by, Phase phase) throws BadCaptureException {
        Verdict verdict = onlyVerdict();
        assertEquals(cause, verdict.closing().cause(), verdict::toString);
        assertEquals(by, verdict.closing().decidedBy(), verdict::toString);
        assertEquals(phase, verdict.closing().phase(), verdict::toString);
        return verdict;
    }

    List<Verdict> verdicts() throws BadCaptureException {
        return judged().stream().map(JudgedLife::verdict).toList();
    }

    List<JudgedLife> judged() throws BadCaptureException {
        List<JudgedLife> judged = new ArrayList<>();
        Judge judge = Judge.withSecondLook(judged::add);
        read(judge);
        judge.finish();
        judged.sort((one, two) -> Long.compare(one.life().number(), two.life().number()));
        return judged;
    }

    /** Feeds a judge; the second look is left to the caller. */
    void read(Judge judge) throws BadCaptureException {
        readInto(judge::accept);
    }

    /** Hands over each life as it ended. */
    void readInto(Consumer<ConnectionLife> taker) throws BadCaptureException {
        Flows flows = new Flows(taker);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "scene")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
    }
}
