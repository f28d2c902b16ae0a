package dev.linger.cli;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.life.Endpoint;
import dev.linger.life.Weight;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as rules would make them. */
public final class Exemplar {
    static final Endpoint SERVER = Endpoint.ofIpv4(0x0a000002, 80);

    private Exemplar() {}

    public static Finding of(Weight weight, String id) {
        return of(weight, id, null, Map.of());
    }

    /** With these settings. */
    public static Finding advised(List<Change> changes) {
        return new Finding(
                "close-wait",
                Weight.WARNING,
                SERVER,
                null,
                12,
                "12 connections were there",
                "",
                "",
                "close them",
                changes,
                "",
                "",
                List.of(new Seen(1, 0, "it was quiet")),
                Map.of());
    }

    public static Finding of(
            Weight weight, String id, @Nullable Endpoint client, Map<String, Double> figures) {
        return new Finding(
                id,
                weight,
                SERVER,
                client,
                12,
                "12 connections were there",
                "somebody said so",
                "",
                "nothing has to change",
                List.of(),
                "",
                "",
                List.of(new Seen(1, 0, "it was quiet")),
                figures);
    }
}
