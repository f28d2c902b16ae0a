package dev.linger.cli.doctor;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.diagnosis.host.Remark;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** One remark a line, for machines; its shape is described in docs/doctor.md. */
final class RemarkJson {

    private RemarkJson() {}

    static void write(List<Remark> remarks, OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        json.setRootValueSeparator(null);
        for (Remark remark : remarks) {
            json.writeStartObject();
            json.writeStringField("id", remark.id());
            json.writeStringField("weight", remark.weight().word());
            json.writeStringField("what", remark.what());
            writeLines("evidence", remark.evidence(), json);
            json.writeStringField("so_what", remark.soWhat());
            writeLines("fix", remark.fix(), json);
            json.writeStringField("source", remark.source());
            json.writeEndObject();
            json.writeRaw('\n');
        }
        json.flush();
    }

    private static void writeLines(String key, List<String> lines, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(key);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
