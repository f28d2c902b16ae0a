package dev.linger.cli.explain.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.capture.flow.Ladder;
import dev.linger.capture.flow.Ladders;
import dev.linger.cli.Counted;
import dev.linger.cli.explain.EndInWords;
import dev.linger.cli.explain.LifeTable;
import dev.linger.cli.explain.Rung;
import dev.linger.cli.explain.Rungs;
import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import java.io.IOException;
import java.util.List;

/** The connections of the report's table with their ladders, as JSON. */
final class ReportLives {
    private final JsonGenerator json;
    private final long beginNanos;

    /**
     * @param beginNanos what the page's times count from, since the epoch
     */
    ReportLives(JsonGenerator json, long beginNanos) {
        this.json = json;
        this.beginNanos = beginNanos;
    }

    void write(List<JudgedLife> lives, Ladders ladders) throws IOException {
        json.writeArrayFieldStart("lives");
        for (JudgedLife judged : lives) {
            json.writeStartObject();
            life(judged.life());
            closing(judged);
            verdict(judged);
            Ladder ladder = ladders.of(judged.life().number());
            if (ladder != null) {
                json.writeArrayFieldStart("ladder");
                for (Rung rung : Rungs.of(ladder, judged)) {
                    rung(rung);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void life(ConnectionLife life) throws IOException {
        json.writeNumberField("n", life.number());
        json.writeStringField("client", life.client().toString());
        json.writeStringField("server", life.server().toString());
        json.writeNumberField("opened_s", seconds(life.opened().atNanos() - beginNanos));
        json.writeNumberField("lasted_s", life.secondsTo(life.ending().last()));
        count("requests", Counted.requests(life.talk()));
        count("to_server", life.fromClient().bytes());
        count("to_client", life.fromServer().bytes());
        if (life.ending().quietNanos() >= 0) {
            json.writeNumberField("idle_s", seconds(life.ending().quietNanos()));
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /** Left out where it is not known. */
    private void count(String name, long count) throws IOException {
        if (count >= 0) {
            json.writeNumberField(name, count);
        }
    }

    private void closing(JudgedLife judged) throws IOException {
        Closing closing = judged.verdict().closing();
        json.writeStringField("first", closing.closedFirst().word());
        json.writeStringField("cause", closing.cause().word());
        json.writeStringField("by", closing.decidedBy().word());
        json.writeStringField("wait", closing.timeWaitAt().word());
        json.writeStringField("sure", LifeTable.sure(judged.verdict()));
        json.writeNumberField("harm", LikeEnds.harm(closing.cause()));
        json.writeStringField("sentence", EndInWords.state(judged));
        Side open = CloseWaits.leftOpenBy(judged.life());
        if (open != null) {
            json.writeStringField("not_yet", open.word());
        }
    }

    private void verdict(JudgedLife judged) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence one : judged.verdict().evidence()) {
            json.writeStartArray();
            json.writeNumber(judged.life().secondsTo(one.at()));
            json.writeNumber(one.at().packet());
            json.writeString(one.says());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("notes");
        for (String note : judged.life().notes()) {
            json.writeString(note);
        }
        for (String note : judged.verdict().notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
    }

    private void rung(Rung rung) throws IOException {
        json.writeStartObject();
        switch (rung) {
            case Rung.Arrow arrow -> {
                json.writeNumberField("t", seconds(arrow.nanos()));
                json.writeNumberField("to", arrow.from() == Side.CLIENT ? 1 : 0);
                json.writeStringField("label", arrow.label());
                json.writeStringField("extent", arrow.extent());
                flag("first", arrow.isFirstClose());
                flag("trouble", arrow.isTrouble());
            }
            case Rung.Silence silence -> {
                json.writeNumberField("silence_s", seconds(silence.nanos()));
                json.writeStringField("in", silence.in());
            }
            case Rung.Alike alike -> {
                json.writeNumberField("alike", alike.exchanges());
                json.writeNumberField("alike_s", seconds(alike.nanos()));
            }
            case Rung.LeftOut leftOut -> json.writeNumberField("left_out", leftOut.packets());
            case Rung.Unclosed unclosed -> json.writeStringField("unclosed", unclosed.at().word());
            case Rung.Stay stay -> json.writeStringField("stay", stay.at().word());
        }
        json.writeEndObject();
    }

    private void flag(String name, boolean isSet) throws IOException {
        if (isSet) {
            json.writeBooleanField(name, true);
        }
    }
}
