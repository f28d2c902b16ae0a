package dev.linger.cli.explain.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.capture.flow.Ladders;
import dev.linger.cli.Asked;
import dev.linger.cli.explain.FindingJson;
import dev.linger.cli.explain.Outcome;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The content of the report's page, as JSON inside of HTML: no text can end the element. */
final class ReportJson {
    private final JsonGenerator json;
    private final Pictured pictured;
    private final Outcome outcome;

    ReportJson(OutputStream out, Pictured pictured, Outcome outcome) throws IOException {
        json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setCharacterEscapes(new InScript());
        this.pictured = pictured;
        this.outcome = outcome;
    }

    /**
     * @param firstLadders how many connections have a ladder, where the capture could be read only
     *     once; else 0
     */
    void write(List<JudgedLife> lives, Ladders ladders, int firstLadders) throws IOException {
        json.writeStartObject();
        capture();
        json.writeNumberField("first_ladders", firstLadders);
        json.writeArrayFieldStart("findings");
        FindingJson findings = new FindingJson(json);
        for (Finding finding : outcome.findings()) {
            findings.write(finding);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("meanings");
        for (CloseCause cause : CloseCause.values()) {
            json.writeStringField(cause.word(), cause.meaning());
        }
        json.writeEndObject();
        new ReportCharts(json, pictured, outcome).write();
        new ReportLives(json, pictured.fromNanos()).write(lives, ladders);
        json.writeEndObject();
        json.flush();
    }

    private void capture() throws IOException {
        json.writeArrayFieldStart("files");
        for (String file : outcome.files()) {
            json.writeString(file.equals(Asked.STANDARD_INPUT) ? "standard input" : file);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("complaints");
        for (String complaint : outcome.complaints()) {
            json.writeString(complaint);
        }
        json.writeEndArray();
        json.writeNumberField("packets", outcome.packets());
        json.writeNumberField("found", outcome.connections());
        json.writeNumberField("connections", outcome.traffic().connections());
        json.writeNumberField("servers", outcome.traffic().servers().size());
        json.writeNumberField("span_s", outcome.spanNanos() / 1e9);
        json.writeNumberField("begin_ms", pictured.fromNanos() / 1e6);
    }
}
