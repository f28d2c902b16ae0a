package dev.linger.cli.get;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.cli.Addresses;
import dev.linger.client.ExchangeRecord;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** One request a line, for machines; docs/probe.md describes its shape. Not thread-safe. */
final class VisitJson {
    private final JsonGenerator json;

    VisitJson(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setRootValueSeparator(null);
    }

    void write(Visit visit) throws IOException {
        json.writeStartObject();
        json.writeNumberField("request", visit.number());
        switch (visit) {
            case Visit.Answered answered -> write(answered.exchange());
            case Visit.Failed failed -> json.writeStringField("failed", failed.sentence());
        }
        write(visit.life());
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    private void write(ExchangeRecord exchange) throws IOException {
        json.writeNumberField("status", exchange.status());
        json.writeNumberField("connection", exchange.connection());
        json.writeStringField("client", Addresses.text(exchange.local()));
        json.writeStringField("server", Addresses.text(exchange.server()));
        json.writeNumberField("use", exchange.use());
        seconds("idle_before_s", exchange.idleBefore());
        boolean isNew = exchange.use() == 1;
        seconds("connect_s", isNew ? Optional.of(exchange.connect()) : Optional.empty());
        seconds(
                "tls_s",
                isNew && !exchange.tls().isZero() ? Optional.of(exchange.tls()) : Optional.empty());
        seconds("send_s", Optional.of(exchange.send()));
        seconds("first_byte_s", Optional.of(exchange.firstByte()));
        seconds("rest_s", Optional.of(exchange.rest()));
        json.writeNumberField("body_bytes", exchange.responseBytes());
    }

    private void seconds(String name, Optional<Duration> time) throws IOException {
        json.writeFieldName(name);
        if (time.isPresent()) {
            json.writeNumber(time.get().toNanos() / 1e9);
        } else {
            json.writeNull();
        }
    }

    private void write(Optional<JudgedLife> life) throws IOException {
        Optional<Closing> closing = life.map(one -> one.verdict().closing());
        text("closed_first", closing.map(one -> one.closedFirst().word()));
        text("cause", closing.map(one -> one.cause().word()));
        text("decided_by", closing.map(one -> one.decidedBy().word()));
        text("time_wait_at", closing.map(one -> one.timeWaitAt().word()));
    }

    private void text(String name, Optional<String> text) throws IOException {
        json.writeFieldName(name);
        if (text.isPresent()) {
            json.writeString(text.get());
        } else {
            json.writeNull();
        }
    }
}
