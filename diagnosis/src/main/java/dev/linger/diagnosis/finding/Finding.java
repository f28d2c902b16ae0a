package dev.linger.diagnosis.finding;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What many connections say together, what it costs, and what to change. Immutable.
 *
 * @param id of the rule that found it
 * @param weight how much it matters
 * @param server the endpoint concerned
 * @param client the client address concerned, with port 0; null where it is all of them
 * @param connections how many connections show it
 * @param what was found, a sentence's worth without its full stop
 * @param because the cause, likewise; empty where {@code what} says it
 * @param costs the consequence in numbers, likewise; empty where there is none
 * @param changes what to change, the likeliest software first; empty where nothing need change
 * @param expect the effect of the change in numbers; empty where there is none
 * @param price what the change costs; empty where nothing
 * @param evidence some of the connections, by number
 * @param figures the numbers in it, by a name that ends in their unit
 */
public record Finding(
        String id,
        Weight weight,
        Endpoint server,
        @Nullable Endpoint client,
        long connections,
        String what,
        String because,
        String costs,
        List<Change> changes,
        String expect,
        String price,
        List<Seen> evidence,
        Map<String, Double> figures) {

    public Finding {
        if (evidence.isEmpty() && weight != Weight.HEALTHY) {
            throw new IllegalArgumentException(
                    "finding " + id + " without evidence: name connections that show it");
        }
        changes = List.copyOf(changes);
        evidence = List.copyOf(evidence);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Begins a finding of this rule about this server endpoint. */
    public static Draft of(FindingRule rule, Weight weight, Watched watched) {
        String product = watched.all().product();
        boolean isStrange = product != null && Software.ofServer(product) == null;
        return new Draft(rule.id(), weight, watched.server().endpoint(), isStrange);
    }

    /** A finding being written. */
    public static final class Draft {
        private final String id;
        private final Weight weight;
        private final Endpoint server;
        private final boolean isStrange;
        private @Nullable Endpoint client;
        private long connections;
        private String what = "";
        private String because = "";
        private String costs = "";
        private final List<Change> changes = new ArrayList<>();
        private String expect = "";
        private String price = "";
        private final List<Seen> evidence = new ArrayList<>();
        private final Map<String, Double> figures = new LinkedHashMap<>();

        private Draft(String id, Weight weight, Endpoint server, boolean isStrange) {
            this.id = id;
            this.weight = weight;
            this.server = server;
            this.isStrange = isStrange;
        }

        public Draft client(ClientTraffic one) {
            client = one.address();
            return this;
        }

        public Draft what(long shownBy, String sentence) {
            connections = shownBy;
            what = sentence;
            return this;
        }

        public Draft because(String sentence) {
            because = sentence;
            return this;
        }

        public Draft costs(String sentence) {
            costs = sentence;
            return this;
        }

        public Draft change(List<Change> advised) {
            advised.stream().filter(this::mayConcern).forEach(changes::add);
            return this;
        }

        /** A server that calls itself something unknown here is none of those known. */
        private boolean mayConcern(Change change) {
            return !isStrange || change.software().side() != Side.SERVER;
        }

        public Draft expect(String sentence) {
            expect = sentence;
            return this;
        }

        public Draft price(String sentence) {
            price = sentence;
            return this;
        }

        public Draft seen(List<LikeEnds> kinds) {
            kinds.forEach(kind -> evidence.addAll(Seen.of(kind.samples().kept())));
            return this;
        }

        public Draft seen(Samples samples) {
            evidence.addAll(Seen.of(samples.kept()));
            return this;
        }

        /** What this tells of them, where their ends are not what matters. */
        public Draft seen(Samples samples, Function<JudgedLife, Seen> telling) {
            samples.kept().forEach(one -> evidence.add(telling.apply(one)));
            return this;
        }

        /** A number of the finding; its name ends in its unit. */
        public Draft figure(String name, double value) {
            figures.put(name, value);
            return this;
        }

        public Finding done() {
            return new Finding(
                    id,
                    weight,
                    server,
                    client,
                    connections,
                    what,
                    because,
                    costs,
                    changes,
                    expect,
                    price,
                    evidence.subList(0, Math.min(evidence.size(), 5)),
                    figures);
        }
    }
}
