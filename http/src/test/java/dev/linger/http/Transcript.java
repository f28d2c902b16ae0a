package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a reader told, one line an event. Neighbouring pieces of a body are one line, NEED_MORE is
 * left out: what remains does not depend on how the bytes were cut.
 */
final class Transcript {
    private final MessageReader reader;
    private final boolean requests;
    private final StringBuilder body = new StringBuilder();
    private final List<String> lines = new ArrayList<>();

    private Transcript(MessageReader reader, boolean requests) {
        this.reader = reader;
        this.requests = requests;
    }

    static Transcript requests(Strictness strictness) {
        return requests(strictness, Limits.defaults());
    }

    static Transcript requests(Strictness strictness, Limits limits) {
        return requests(strictness, limits, new HeadSpace());
    }

    static Transcript requests(Strictness strictness, Limits limits, HeadSpace space) {
        return new Transcript(MessageReader.requests(strictness, limits, space), true);
    }

    static Transcript responses(Strictness strictness) {
        return responses(strictness, Limits.defaults());
    }

    static Transcript responses(Strictness strictness, Limits limits) {
        return responses(strictness, limits, new HeadSpace());
    }

    static Transcript responses(Strictness strictness, Limits limits, HeadSpace space) {
        return new Transcript(MessageReader.responses(strictness, limits, space), false);
    }

    MessageReader reader() {
        return reader;
    }

    Transcript answers(String method) {
        reader.answers(method);
        return this;
    }

    Transcript read(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return read(bytes, 0, bytes.length);
    }

    Transcript read(byte[] bytes, int from, int to) {
        int at = from;
        do {
            int next = reader.read(bytes, at, to);
            if (next < at || next > to) {
                throw new AssertionError("read returned " + next + " for " + at + " to " + to);
            }
            at = next;
            note(bytes);
        } while (reader.event() != Event.NEED_MORE && reader.event() != Event.FAULT);
        if (at != to) {
            throw new AssertionError(reader.event() + " left " + (to - at) + " bytes unread");
        }
        return this;
    }

    Transcript readByteByByte(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length && reader.event() != Event.FAULT; i++) {
            read(bytes, i, i + 1);
        }
        return this;
    }

    /**
     * Reads the range in pieces and the end of the stream, up to the first fault: from there a
     * lenient reader goes by where ranges begin.
     *
     * @param cuts sizes of the pieces; null for one piece
     */
    Transcript readCut(byte[] bytes, int from, int to, @Nullable Random cuts) {
        int at = from;
        while (at < to && reader.fault() == null) {
            int next = cuts == null ? to : Math.min(to, at + 1 + cuts.nextInt(24));
            read(bytes, at, next);
            at = next;
        }
        return end();
    }

    Transcript skip(long missing) {
        flush();
        lines.add((reader.skip(missing) ? "in step after " : "out of step after ") + missing);
        return this;
    }

    Transcript end() {
        if (reader.event() != Event.FAULT && reader.end() != Event.NEED_MORE) {
            note(new byte[0]);
        }
        flush();
        return this;
    }

    private void note(byte[] bytes) {
        switch (reader.event()) {
            case NEED_MORE -> {}
            case HEAD -> {
                flush();
                lines.add(requests ? request() : response());
            }
            case BODY ->
                    body.append(
                            new String(
                                    bytes,
                                    reader.bodyFrom(),
                                    reader.bodyTo() - reader.bodyFrom(),
                                    ISO_8859_1));
            case END -> {
                flush();
                lines.add("END" + fields(reader.trailers()));
            }
            case FAULT -> {
                flush();
                lines.add(reader.fault() + " at " + reader.faultAt());
            }
        }
    }

    private String request() {
        RequestHead head = reader.requestHead();
        return head.method() + " " + head.target() + " 1." + head.minorVersion() + fields(head);
    }

    private String response() {
        ResponseHead head = reader.responseHead();
        return head.status() + " " + head.reason() + " 1." + head.minorVersion() + fields(head);
    }

    private static String fields(Fields fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            text.append(" | ").append(fields.name(i)).append('=').append(fields.value(i));
        }
        return text.toString();
    }

    private void flush() {
        if (!body.isEmpty()) {
            lines.add("BODY " + body);
            body.setLength(0);
        }
    }

    List<String> lines() {
        flush();
        return List.copyOf(lines);
    }
}
