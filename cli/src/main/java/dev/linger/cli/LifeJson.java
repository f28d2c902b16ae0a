package dev.linger.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
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
final class LifeJson {
    private static final SerializableString CLIENT = key("client");
    private static final SerializableString SERVER = key("server");
    private static final SerializableString OPENED = key("opened");
    private static final SerializableString CLOSED = key("closed");
    private static final SerializableString SEEN_BY = key("seen_by");
    private static final SerializableString REQUESTS = key("requests");
    private static final SerializableString RESPONSES = key("responses");
    private static final SerializableString BYTES_TO_SERVER = key("bytes_to_server");
    private static final SerializableString BYTES_TO_CLIENT = key("bytes_to_client");
    private static final SerializableString IDLE_BEFORE_CLOSE = key("idle_before_close_s");
    private static final SerializableString CONFIDENCE = key("confidence");
    private static final SerializableString EVIDENCE = key("evidence");
    private static final SerializableString PACKET = key("packet");
    private static final SerializableString AT = key("at_s");
    private static final SerializableString SAYS = key("says");
    private static final SerializableString NOTES = key("notes");

    private final JsonGenerator json;
    private final Numerals numerals = new Numerals();

    /** The end whose text was made last: neighbouring lives mostly share their server. */
    private Endpoint server = new Endpoint(0, 0, 0);

    private String serverText = server.toString();

    /** The closing written last, as it was written: neighbouring lives mostly end alike. */
    private @Nullable Closing closing;

    private SerializableString closingText = key("");

    LifeJson(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setRootValueSeparator(null);
    }

    private static SerializableString key(String name) {
        return new SerializedString(name);
    }

    void write(JudgedLife judged) throws IOException {
        ConnectionLife life = judged.life();
        Verdict verdict = judged.verdict();
        json.writeStartObject();
        writeLife(life, verdict.closing().manner());
        writeClosing(verdict.closing());
        json.writeFieldName(IDLE_BEFORE_CLOSE);
        if (life.ending().quietNanos() < 0) {
            json.writeNull();
        } else {
            writeSeconds(life.ending().quietNanos());
        }
        writeWord(CONFIDENCE, verdict.confidence());
        writeEvidence(life.opened(), verdict.evidence());
        json.writeFieldName(NOTES);
        json.writeStartArray();
        writeEach(life.notes());
        writeEach(verdict.notes());
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeLife(ConnectionLife life, Manner manner) throws IOException {
        if (!life.server().equals(server)) {
            server = life.server();
            serverText = server.toString();
        }
        json.writeFieldName(CLIENT);
        json.writeString(life.client().toString());
        json.writeFieldName(SERVER);
        json.writeString(serverText);
        json.writeFieldName(OPENED);
        writeInstant(life.opened());
        json.writeFieldName(CLOSED);
        if (manner == Manner.OPEN) {
            json.writeNull();
        } else {
            writeInstant(life.ending().last());
        }
        writeWord(SEEN_BY, life.seenBy());
        writeCount(REQUESTS, Counted.requests(life.talk()));
        writeCount(RESPONSES, Counted.responses(life.talk()));
        writeCount(BYTES_TO_SERVER, life.fromClient().bytes());
        writeCount(BYTES_TO_CLIENT, life.fromServer().bytes());
    }

    private void writeClosing(Closing closing) throws IOException {
        if (!closing.equals(this.closing)) {
            this.closing = closing;
            closingText = new SerializedString(fields(closing));
        }
        json.writeRaw(closingText);
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
        json.writeFieldName(EVIDENCE);
        json.writeStartArray();
        for (Evidence one : evidence) {
            json.writeStartObject();
            writeCount(PACKET, one.at().packet() == 0 ? -1 : one.at().packet());
            json.writeFieldName(AT);
            writeSeconds(one.at().atNanos() - opened.atNanos());
            json.writeFieldName(SAYS);
            json.writeString(one.says());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeEach(List<String> clauses) throws IOException {
        for (String clause : clauses) {
            json.writeString(clause);
        }
    }

    private void writeWord(SerializableString key, Word word) throws IOException {
        json.writeFieldName(key);
        json.writeString(word.word());
    }

    /** Below 0 is not known. */
    private void writeCount(SerializableString key, long count) throws IOException {
        json.writeFieldName(key);
        if (count < 0) {
            json.writeNull();
        } else {
            json.writeNumber(count);
        }
    }

    private void writeInstant(Moment moment) throws IOException {
        int length = numerals.writeInstant(moment.atNanos());
        json.writeRawUTF8String(numerals.instant(), 0, length);
    }

    private void writeSeconds(long nanos) throws IOException {
        int length = numerals.writeSeconds(nanos);
        json.writeNumber(numerals.seconds(), numerals.secondsFrom(), length);
    }

    void flush() throws IOException {
        json.flush();
    }
}
