package dev.linger.cli;

import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.SeenBy;
import dev.linger.life.Verdict;
import dev.linger.life.Word;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection as one line of JSON: every key always present, in one order; what is not known is
 * null. Not thread-safe.
 */
public final class LifeJson {
    private static final byte[] CLIENT = JsonBytes.piece("{\"client\":\"");
    private static final byte[] SERVER = JsonBytes.piece("\",\"server\":\"");
    private static final byte[] OPENED = JsonBytes.piece("\",\"opened\":");
    private static final byte[] CLOSED = JsonBytes.piece(",\"closed\":");
    private static final byte[] SEEN_BY = JsonBytes.piece(",\"seen_by\":");
    private static final byte[] REQUESTS = JsonBytes.piece(",\"requests\":");
    private static final byte[] RESPONSES = JsonBytes.piece(",\"responses\":");
    private static final byte[] BYTES_TO_SERVER = JsonBytes.piece(",\"bytes_to_server\":");
    private static final byte[] BYTES_TO_CLIENT = JsonBytes.piece(",\"bytes_to_client\":");
    private static final byte[] IDLE_BEFORE_CLOSE = JsonBytes.piece(",\"idle_before_close_s\":");
    private static final byte[] CONFIDENCE = JsonBytes.piece(",\"confidence\":");
    private static final byte[] EVIDENCE = JsonBytes.piece(",\"evidence\":[");
    private static final byte[] PACKET = JsonBytes.piece("{\"packet\":");
    private static final byte[] AT = JsonBytes.piece(",\"at_s\":");
    private static final byte[] SAYS = JsonBytes.piece(",\"says\":");
    private static final byte[] NOTES = JsonBytes.piece("],\"notes\":[");
    private static final byte[] CONNECTION = JsonBytes.piece("],\"connection\":");
    private static final byte[] END = JsonBytes.piece("}\n");
    private static final byte[] CLOSE_OBJECT = JsonBytes.piece("}");
    private static final byte[] COMMA = JsonBytes.piece(",");

    /** An address as it was written last: neighbouring lives mostly share theirs. */
    private static final class Address {
        private Endpoint end = new Endpoint(0, 0, 0);
        private byte[] text = text(end);

        byte[] of(Endpoint end) {
            if (end.low() != this.end.low() || end.high() != this.end.high()) {
                this.end = end;
                text = text(end);
            }
            return text;
        }

        /** The endpoint up to its port. */
        private static byte[] text(Endpoint end) {
            String text = end.toString();
            return JsonBytes.piece(text.substring(0, text.lastIndexOf(':') + 1));
        }
    }

    private final JsonBytes json;
    private final Address client = new Address();
    private final Address server = new Address();

    /** The closing written last, as it was written: neighbouring lives mostly end alike. */
    private @Nullable Closing closing;

    private byte[] closingText = {};

    public LifeJson(OutputStream out) {
        json = new JsonBytes(out);
    }

    public void write(JudgedLife judged) throws IOException {
        ConnectionLife life = judged.life();
        Verdict verdict = judged.verdict();
        writeLife(life, verdict.closing().manner());
        writeClosing(verdict.closing());
        json.put(IDLE_BEFORE_CLOSE);
        if (life.ending().quietNanos() < 0) {
            json.putNull();
        } else {
            json.putSeconds(life.ending().quietNanos());
        }
        json.put(CONFIDENCE).putText(verdict.confidence().word());
        writeEvidence(life.opened(), verdict.evidence());
        json.put(NOTES);
        writeNotes(life.notes(), verdict.notes());
        json.put(CONNECTION).putCount(life.number());
        json.put(END);
    }

    private void writeLife(ConnectionLife life, Manner manner) throws IOException {
        json.put(CLIENT).put(client.of(life.client())).putCount(life.client().port());
        json.put(SERVER).put(server.of(life.server())).putCount(life.server().port());
        json.put(OPENED).putInstant(life.opened().atNanos()).put(CLOSED);
        if (manner == Manner.OPEN || isEndUnseen(life, manner)) {
            json.putNull();
        } else {
            json.putInstant(life.ending().last().atNanos());
        }
        json.put(SEEN_BY).putText(life.seenBy().word());
        json.put(REQUESTS).putCount(Counted.requests(life.talk()));
        json.put(RESPONSES).putCount(Counted.responses(life.talk()));
        json.put(BYTES_TO_SERVER).putCount(life.fromClient().bytes());
        json.put(BYTES_TO_CLIENT).putCount(life.fromServer().bytes());
    }

    /** Its ports were used again, or it was given up: the kernel, though, tells of ends alone. */
    private static boolean isEndUnseen(ConnectionLife life, Manner manner) {
        return manner == Manner.UNKNOWN && life.seenBy() == SeenBy.CAPTURE;
    }

    private void writeClosing(Closing closing) throws IOException {
        if (!closing.equals(this.closing)) {
            this.closing = closing;
            closingText = JsonBytes.piece(fields(closing));
        }
        json.put(closingText);
    }

    /** Words need no escaping. */
    private static String fields(Closing closing) {
        return field("closed_first", closing.closedFirst())
                + field("manner", closing.manner())
                + field("time_wait_at", closing.timeWaitAt())
                + field("cause", closing.cause())
                + field("decided_by", closing.decidedBy())
                + field("phase", closing.phase());
    }

    private static String field(String name, Word word) {
        return ",\"" + name + "\":\"" + word.word() + "\"";
    }

    private void writeEvidence(Moment opened, List<Evidence> evidence) throws IOException {
        json.put(EVIDENCE);
        for (int i = 0; i < evidence.size(); i++) {
            if (i > 0) {
                json.put(COMMA);
            }
            Evidence one = evidence.get(i);
            long packet = one.at().packet();
            json.put(PACKET).putCount(packet == 0 ? -1 : packet);
            json.put(AT).putSeconds(one.at().atNanos() - opened.atNanos());
            json.put(SAYS).putText(one.says()).put(CLOSE_OBJECT);
        }
    }

    private void writeNotes(List<String> ofLife, List<String> ofVerdict) throws IOException {
        int all = ofLife.size() + ofVerdict.size();
        for (int i = 0; i < all; i++) {
            if (i > 0) {
                json.put(COMMA);
            }
            boolean first = i < ofLife.size();
            json.putText(first ? ofLife.get(i) : ofVerdict.get(i - ofLife.size()));
        }
    }

    public void flush() throws IOException {
        json.flush();
    }
}
