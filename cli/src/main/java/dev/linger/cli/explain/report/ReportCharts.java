package dev.linger.cli.explain.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.linger.cli.explain.Outcome;
import dev.linger.diagnosis.advice.MorePorts;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Series;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
import dev.linger.life.Pauses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the report's pictures show, as JSON. */
final class ReportCharts {

    private static final int MOST_PAIRS = 4;

    private final JsonGenerator json;
    private final Pictured pictured;
    private final Outcome outcome;

    ReportCharts(JsonGenerator json, Pictured pictured, Outcome outcome) {
        this.json = json;
        this.pictured = pictured;
        this.outcome = outcome;
    }

    void write() throws IOException {
        closes();
        gaps();
        timeWait();
        ports();
    }

    private void closes() throws IOException {
        Timeline axis = axis(pictured.closes().values().stream().toList());
        json.writeObjectFieldStart("closes");
        place(axis);
        json.writeArrayFieldStart("causes");
        for (Map.Entry<CloseCause, Series> one : pictured.closes().entrySet()) {
            json.writeStartObject();
            json.writeStringField("cause", one.getKey().word());
            json.writeNumberField("total", one.getValue().total());
            numbers("counts", axis.amounts(one.getValue()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private Timeline axis(List<Series> all) {
        return Timeline.over(all, pictured.fromNanos(), pictured.toNanos());
    }

    private void place(Timeline axis) throws IOException {
        json.writeNumberField("start_s", (axis.startNanos() - pictured.fromNanos()) / 1e9);
        json.writeNumberField("step_s", axis.stepNanos() / 1e9);
    }

    private void numbers(String name, long[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    private void gaps() throws IOException {
        Pauses pauses = Pauses.NONE;
        for (ServerTraffic server : outcome.traffic().servers()) {
            pauses = pauses.and(server.all().pauses());
        }
        IdleGaps gaps = pictured.gaps();
        int used = gaps.used(pauses);
        for (IdleTimeout timeout : outcome.idleTimeouts()) {
            used = Math.max(used, IdleGaps.step(timeout) + 1);
        }
        used = used == 0 ? 0 : Math.min(used + 2, IdleGaps.STEPS); // room beside the last one
        json.writeArrayFieldStart("gaps");
        for (int at = 0; at < used; at++) {
            json.writeStartObject();
            json.writeNumberField("from_s", IdleGaps.edge(at));
            json.writeNumberField("to_s", IdleGaps.edge(at + 1));
            json.writeNumberField("client", gaps.byClient(at));
            json.writeNumberField("server", gaps.byServer(at));
            double again = pauses.between(IdleGaps.edge(at), IdleGaps.edge(at + 1));
            json.writeNumberField("again", Math.round(again));
            json.writeEndObject();
        }
        json.writeEndArray();
        timeouts();
    }

    private void timeouts() throws IOException {
        json.writeArrayFieldStart("timeouts");
        for (IdleTimeout timeout : outcome.idleTimeouts()) {
            json.writeStartObject();
            json.writeNumberField("step", IdleGaps.step(timeout));
            json.writeNumberField("seconds", timeout.seconds());
            json.writeStringField("closer", timeout.closer().word());
            json.writeStringField("server", timeout.server().toString());
            json.writeNumberField("closings", timeout.closings());
            json.writeStringField("product", timeout.product());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void timeWait() throws IOException {
        List<Tally> all = outcome.traffic().servers().stream().map(server -> server.all()).toList();
        List<Series> series = new ArrayList<>();
        all.forEach(tally -> series.add(tally.timeWaitsAtClient()));
        all.forEach(tally -> series.add(tally.timeWaitsAtServer()));
        Timeline axis = axis(series);
        long[] client = new long[axis.steps()];
        long[] server = new long[axis.steps()];
        for (Tally tally : all) {
            addTo(client, axis.levels(tally.timeWaitsAtClient(), Tally.TIME_WAIT_SECONDS));
            addTo(server, axis.levels(tally.timeWaitsAtServer(), Tally.TIME_WAIT_SECONDS));
        }
        json.writeObjectFieldStart("time_wait");
        place(axis);
        numbers("client", client);
        numbers("server", server);
        json.writeEndObject();
    }

    private static void addTo(long[] sums, long[] values) {
        for (int at = 0; at < sums.length; at++) {
            sums[at] += values[at];
        }
    }

    /** A client address and the server endpoint that it connects to: ports are per such pair. */
    private record Pair(ServerTraffic server, ClientTraffic client) {
        long peak() {
            return client.all().portsTaken();
        }
    }

    private void ports() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (ServerTraffic server : outcome.traffic().servers()) {
            server.clients().forEach(client -> pairs.add(new Pair(server, client)));
        }
        List<Pair> widest =
                pairs.stream()
                        .filter(pair -> pair.peak() > 0)
                        .sorted(Comparator.comparingLong(Pair::peak).reversed())
                        .limit(MOST_PAIRS)
                        .toList();
        Timeline axis =
                axis(widest.stream().map(pair -> pair.client().all().clientPorts()).toList());
        json.writeObjectFieldStart("ports");
        place(axis);
        json.writeNumberField("limit", MorePorts.DEFAULT);
        json.writeNumberField("watched_s", outcome.traffic().seconds());
        json.writeNumberField("pairs_in_all", pairs.size());
        json.writeArrayFieldStart("pairs");
        for (Pair pair : widest) {
            json.writeStartObject();
            json.writeStringField("client", pair.client().address().address());
            json.writeStringField("server", pair.server().endpoint().toString());
            json.writeNumberField("peak", pair.peak());
            numbers("levels", axis.levels(pair.client().all().clientPorts()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
