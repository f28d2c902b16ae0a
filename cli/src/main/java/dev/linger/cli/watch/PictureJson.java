package dev.linger.cli.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.linux.Census;
import dev.linger.linux.Processes;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** A picture as one JSON object on a line; docs/watch.md describes it. */
final class PictureJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MINUTE_SECONDS = 60;
    private static final int STEP_SECONDS = 5;

    private PictureJson() {}

    static void write(Snapshot picture, OutputStream out) throws IOException {
        out.write((text(picture) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static String text(Snapshot picture) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("at", picture.at().toString());
            json.writeStringField("source", picture.source());
            json.writeNumberField("full_look_age_s", picture.fullAge().toMillis() / 1000.0);
            json.writeNumberField("sockets", picture.census().all());
            json.writeObjectFieldStart("states");
            for (TcpState state : TcpState.values()) {
                json.writeNumberField(state.word(), picture.in(state));
            }
            json.writeEndObject();
            json.writeNumberField("ports_of_range", picture.ports().count());
            json.writeNumberField("ports_in_use", picture.census().portsInUse());
            servers(picture, json);
            destinations(picture, json);
            unclosed(picture, json);
            Optional<Endings.Told> endings = picture.endings();
            if (endings.isPresent()) {
                endings(endings.get(), json);
            } else {
                json.writeNullField("ended");
            }
            json.writeNumberField("processes_unseen", picture.unseen());
            json.writeNumberField("sockets_unowned", picture.unowned());
            json.writeEndObject();
        }
        return text.toString();
    }

    /** What a webhook is told. */
    static String alarm(Alarm alarm, Snapshot picture) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("at", picture.at().toString());
            json.writeStringField("alarm", alarm.text());
            numberOrNull("value", alarm.value(picture), json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void servers(Snapshot picture, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("servers");
        for (Census.Listening server : picture.servers()) {
            json.writeStartObject();
            json.writeStringField("at", server.at().toString());
            json.writeBooleanField("listening", server.isOpen());
            owner(picture, server.inode(), json);
            counts(picture, server.count(), json);
            json.writeNumberField("accept_queue", server.waiting());
            knownOrNull("backlog", server.backlog(), server.backlog() >= 0, json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void destinations(Snapshot picture, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("outgoing");
        for (Snapshot.Destination one : picture.destinations()) {
            json.writeStartObject();
            json.writeStringField("source", one.to().source().address());
            json.writeStringField("destination", one.to().destination().toString());
            counts(picture, one.count(), json);
            json.writeNumberField("ports_taken", one.taken());
            numberOrNull("ports_run_out_s", one.secondsLeft(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("outgoing_others", picture.census().others().all());
    }

    private static void counts(Snapshot picture, SocketCount count, JsonGenerator json)
            throws IOException {
        for (TcpState state : SocketCount.STATES) {
            json.writeNumberField(state.word().replace('-', '_'), count.in(state));
        }
        if (picture.census().knowsIdle()) {
            json.writeNumberField("idle", count.idle());
        } else {
            json.writeNullField("idle");
        }
        json.writeNumberField("closes_per_s", count.closes().rate(STEP_SECONDS));
        json.writeNumberField("closes_60_s", count.closes().inAll());
        json.writeArrayFieldStart("closes_by_5_s");
        for (int from = 0; from < MINUTE_SECONDS; from += STEP_SECONDS) {
            json.writeNumber(count.closes().between(from, from + STEP_SECONDS));
        }
        json.writeEndArray();
    }

    private static void numberOrNull(String name, double number, JsonGenerator json)
            throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumberField(name, number);
        } else {
            json.writeNullField(name);
        }
    }

    private static void knownOrNull(String name, long number, boolean isKnown, JsonGenerator json)
            throws IOException {
        if (isKnown) {
            json.writeNumberField(name, number);
        } else {
            json.writeNullField(name);
        }
    }

    private static void owner(Snapshot picture, long inode, JsonGenerator json) throws IOException {
        Optional<Processes.Owner> owner = picture.owner(inode);
        if (owner.isEmpty()) {
            json.writeNullField("pid");
            json.writeNullField("process");
            json.writeNullField("container");
            return;
        }
        json.writeNumberField("pid", owner.get().pid());
        json.writeStringField("process", owner.get().name());
        String container = owner.get().container();
        json.writeStringField("container", container.isEmpty() ? null : container);
    }

    private static void unclosed(Snapshot picture, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("close_wait");
        for (Census.Unclosed one : picture.unclosed()) {
            json.writeStartObject();
            json.writeStringField("local", one.local().toString());
            json.writeStringField("opposite", one.opposite().toString());
            owner(picture, one.inode(), json);
            json.writeBooleanField("accepted", one.inode() != 0);
            secondsOrNull("age_s", one.ageMillis(), json);
            secondsOrNull("idle_before_close_s", one.idleMillis(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void secondsOrNull(String name, long millis, JsonGenerator json)
            throws IOException {
        if (millis < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, millis / 1000.0);
        }
    }

    private static void endings(Endings.Told endings, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("ended");
        json.writeBooleanField("told", endings.areTold());
        knownOrNull("sockets", endings.ended(), endings.areTold(), json);
        knownOrNull("aborted", endings.aborted(), endings.areTold(), json);
        knownOrNull("events_lost", endings.lost(), endings.areTold(), json);
        json.writeNumberField("time_wait_overflows", endings.unkept());
        json.writeArrayFieldStart("idle");
        for (Map.Entry<Long, Long> one : endings.idle().entrySet()) {
            json.writeStartObject();
            json.writeNumberField("idle_s", one.getKey() / 1000.0);
            json.writeNumberField("sockets", one.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
