package dev.linger.cli.probe;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.probe.Advice;
import dev.linger.probe.Product;
import dev.linger.probe.Profile;
import dev.linger.probe.Reading;
import dev.linger.probe.Setting;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;

/** A profile for machines; docs/probe.md describes its shape. */
final class ProfileJson {
    private final JsonGenerator json;

    private ProfileJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(Profile profile, List<Advice> advice, OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8);
        new ProfileJson(json).write(profile, advice);
        json.writeRaw('\n');
        json.flush();
    }

    private void write(Profile profile, List<Advice> advice) throws IOException {
        json.writeStartObject();
        json.writeStringField("url", profile.url());
        json.writeStringField("server", profile.address());
        json.writeStringField("asked", profile.asked().toString());
        seconds("took_s", profile.took().toNanos());
        json.writeNumberField("connections", profile.connections());
        json.writeNumberField("requests", profile.requests());
        json.writeBooleanField("whole", profile.isWhole());
        if (profile.note().isPresent()) {
            json.writeStringField("note", profile.note().get());
        } else {
            json.writeNullField("note");
        }
        write(profile.product());
        for (Trait trait : Trait.values()) {
            write(trait, profile.of(trait));
        }
        json.writeArrayFieldStart("settings");
        for (Advice one : advice) {
            write(one);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Product product) throws IOException {
        json.writeObjectFieldStart("product");
        json.writeStringField("name", product.name());
        json.writeStringField("confidence", product.confidence().word());
        json.writeArrayFieldStart("because");
        for (String clause : product.because()) {
            json.writeString(clause);
        }
        json.writeEndArray();
        if (product.front().isPresent()) {
            json.writeStringField("behind", product.front().get());
        } else {
            json.writeNullField("behind");
        }
        json.writeEndObject();
    }

    private void write(Trait trait, Reading reading) throws IOException {
        json.writeObjectFieldStart(trait.word().replace('-', '_'));
        switch (reading.value()) {
            case Value.Time time -> {
                seconds("s", time.nanos());
                seconds("least_s", time.least());
                seconds("most_s", time.most());
                json.writeNumberField("samples", time.samples());
            }
            case Value.LongerThan longer -> seconds("longer_than_s", longer.nanos());
            case Value.Count count -> json.writeNumberField("count", count.count());
            case Value.MoreThan more -> json.writeNumberField("more_than", more.count());
            case Value.Way way -> json.writeStringField("is", way.word());
            case Value.NotMeasured none -> json.writeStringField("not_measured", none.why());
        }
        if (!reading.says().isEmpty()) {
            json.writeStringField("says", reading.says());
        }
        json.writeEndObject();
    }

    private void write(Advice advice) throws IOException {
        json.writeStartObject();
        json.writeStringField("for", advice.subject());
        json.writeStringField("because", advice.because());
        json.writeArrayFieldStart("change");
        for (Setting setting : advice.settings()) {
            json.writeStartObject();
            json.writeStringField("software", setting.software());
            json.writeStringField("where", setting.where());
            json.writeStringField("text", setting.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void seconds(String name, long nanos) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(Math.round(nanos / 1e3) / 1e6));
    }
}
