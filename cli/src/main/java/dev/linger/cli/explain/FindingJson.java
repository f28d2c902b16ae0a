package dev.linger.cli.explain;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.life.Endpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * One finding as an object of JSON: every key always present, in one order; what there is not is
 * null. Its shape is described in docs/findings.md.
 */
public final class FindingJson {
    private final JsonGenerator json;

    /** Objects within what this writes. */
    public FindingJson(JsonGenerator json) {
        this.json = json;
        json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    }

    /** Lines of their own. */
    static FindingJson lines(OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setRootValueSeparator(null);
        return new FindingJson(json);
    }

    void writeLine(Finding finding) throws IOException {
        write(finding);
        json.writeRaw('\n');
    }

    public void write(Finding finding) throws IOException {
        Endpoint client = finding.client();
        json.writeStartObject();
        json.writeStringField("id", finding.id());
        json.writeStringField("weight", finding.weight().word());
        json.writeStringField("server", finding.server().toString());
        writeText("client", client == null ? "" : client.address());
        json.writeNumberField("connections", finding.connections());
        writeText("what", finding.what());
        writeText("because", finding.because());
        writeText("costs", finding.costs());
        json.writeStringField("next", finding.next());
        writeChanges(finding);
        writeText("expect", finding.expect());
        writeText("price", finding.price());
        writeEvidence(finding);
        writeFigures(finding.figures());
        json.writeEndObject();
    }

    private void writeChanges(Finding finding) throws IOException {
        json.writeArrayFieldStart("changes");
        for (Change change : finding.changes()) {
            json.writeStartObject();
            json.writeStringField("software", change.software().label());
            writeText("side", side(change.software()));
            json.writeStringField("where", change.where());
            json.writeStringField("text", change.text());
            writeText("known_by", change.knownBy());
            json.writeBooleanField("with_previous", change.isPart());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A system is on both. */
    private static String side(Software software) {
        return software == Software.LINUX ? "" : software.side().word();
    }

    private void writeEvidence(Finding finding) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Seen seen : finding.evidence()) {
            json.writeStartObject();
            json.writeNumberField("connection", seen.connection());
            if (seen.packet() == 0) {
                json.writeNullField("packet");
            } else {
                json.writeNumberField("packet", seen.packet());
            }
            json.writeStringField("says", seen.says());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeFigures(Map<String, Double> figures) throws IOException {
        json.writeObjectFieldStart("figures");
        for (var figure : figures.entrySet()) {
            if (Double.isFinite(figure.getValue())) {
                json.writeNumberField(figure.getKey(), Figures.number(figure.getValue()));
            } else {
                json.writeNullField(figure.getKey());
            }
        }
        json.writeEndObject();
    }

    /** An empty text is none. */
    private void writeText(String key, String text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField(key);
        } else {
            json.writeStringField(key, text);
        }
    }

    void flush() throws IOException {
        json.flush();
    }
}
