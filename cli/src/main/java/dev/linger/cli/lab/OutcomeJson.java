package dev.linger.cli.lab;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.lab.Sight;
import dev.linger.life.Closing;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** One act a line, for machines; its shape is described in docs/lab.md. */
final class OutcomeJson {
    private final JsonGenerator json;

    private OutcomeJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(List<Outcome> outcomes, OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setRootValueSeparator(null);
        for (Outcome outcome : outcomes) {
            new OutcomeJson(json).write(outcome);
            json.writeRaw('\n');
        }
        json.flush();
    }

    private void write(Outcome outcome) throws IOException {
        json.writeStartObject();
        json.writeStringField("story", outcome.story().word());
        json.writeStringField("configured", outcome.act().configured());
        json.writeStringField("needs", outcome.lacks());
        json.writeBooleanField("played", outcome.isPlayed());
        json.writeBooleanField("as_expected", outcome.isAsExpected());
        writeExpected(outcome.act().expected());
        writeSights(outcome.sights());
        writeFigures(outcome.figures());
        json.writeNumberField("plays", outcome.plays());
        json.writeNumberField("took_s", outcome.took().toMillis() / 1e3);
        writeTexts("differences", outcome.differences());
        writeTexts("remarks", outcome.remarks());
        json.writeStringField("lesson", outcome.story().lesson());
        json.writeEndObject();
    }

    private void writeExpected(List<Expected> all) throws IOException {
        json.writeArrayFieldStart("expected");
        for (Expected one : all) {
            json.writeStartObject();
            json.writeNumberField("connections", one.connections());
            json.writeStringField("cause", one.cause().word());
            json.writeStringField("decided_by", one.decidedBy().word());
            json.writeStringField("closed_first", one.closedFirst().word());
            json.writeStringField("time_wait_at", one.timeWaitAt().word());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSights(List<Sight> sights) throws IOException {
        json.writeArrayFieldStart("views");
        for (Sight sight : sights) {
            json.writeStartObject();
            json.writeStringField("view", sight.view());
            json.writeNumberField("open", sight.open());
            json.writeArrayFieldStart("ended");
            for (Map.Entry<Closing, Integer> kind : sight.kinds().entrySet()) {
                write(kind.getKey(), kind.getValue());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(Closing closing, int count) throws IOException {
        json.writeStartObject();
        json.writeNumberField("connections", count);
        json.writeStringField("cause", closing.cause().word());
        json.writeStringField("decided_by", closing.decidedBy().word());
        json.writeStringField("closed_first", closing.closedFirst().word());
        json.writeStringField("manner", closing.manner().word());
        json.writeStringField("phase", closing.phase().word());
        json.writeStringField("time_wait_at", closing.timeWaitAt().word());
        json.writeEndObject();
    }

    private void writeFigures(Outcome.Figures figures) throws IOException {
        json.writeNumberField("requests", figures.requests());
        json.writeNumberField("answers", figures.answers());
        json.writeNumberField("client_ports", figures.ports());
        writeCount("time_wait_at_server", figures.waitingAtServer());
        writeCount("time_wait_at_client", figures.waitingAtClient());
    }

    /** Below 0 is not known. */
    private void writeCount(String key, int count) throws IOException {
        if (count < 0) {
            json.writeNullField(key);
        } else {
            json.writeNumberField(key, count);
        }
    }

    private void writeTexts(String key, List<String> texts) throws IOException {
        json.writeArrayFieldStart(key);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
