package dev.linger.diagnosis.finding;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * @param next what to do about it, in words; or that nothing need be done, and why
 * @param changes the settings that do it, the likeliest software first; empty where no setting does
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
        String next,
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
        if (next.isEmpty()) {
            throw new IllegalArgumentException(
                    "finding "
                            + id
                            + " without a next step: say what to do, or why nothing need be done");
        }
        changes = List.copyOf(changes);
        evidence = List.copyOf(evidence);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** Begins a finding of this rule about this server endpoint. */
    public static Draft of(FindingRule rule, Weight weight, Watched watched) {
        return new Draft(rule.id(), weight, watched);
    }

    /** A finding being written. */
    public static final class Draft {
        private static final int MOST_EVIDENCE = 5;

        private final String id;
        private final Weight weight;
        private final Endpoint server;
        private final @Nullable String product;
        private final boolean hasRates;
        private @Nullable String agent;
        private @Nullable Endpoint client;
        private long connections;
        private String what = "";
        private String because = "";
        private String costs = "";
        private String next = "";
        private final List<Change> changes = new ArrayList<>();
        private String expect = "";
        private String price = "";
        private final List<Seen> evidence = new ArrayList<>();
        private final Map<String, Double> figures = new LinkedHashMap<>();
        private boolean restsOnGuesses;
        private boolean restsOnMore;

        private Draft(String id, Weight weight, Watched watched) {
            this.id = id;
            this.weight = weight;
            server = watched.server().endpoint();
            product = watched.all().product();
            agent = watched.all().agent();
            hasRates = !watched.isTooShortForRates();
        }

        public Draft client(ClientTraffic one) {
            client = one.address();
            agent = one.all().agent();
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

        /** What to do, in words that need no knowledge of TCP; or why nothing need be done. */
        public Draft next(String sentence) {
            next = sentence;
            return this;
        }

        public Draft change(List<Change> advised) {
            advised.stream().filter(this::mayConcern).forEach(changes::add);
            return this;
        }

        /** A server that calls itself something unknown here is none of those known. */
        private boolean mayConcern(Change change) {
            boolean isStrange = product != null && Software.ofServer(product) == null;
            return !isStrange || change.software().side() != Side.SERVER;
        }

        private Change told(Change change) {
            Software one = change.software();
            if (product != null && one == Software.ofServer(product)) {
                return change.knownBy("Server: " + product);
            }
            return agent != null && one == Software.ofClient(agent)
                    ? change.knownBy("User-Agent: " + agent)
                    : change;
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
            for (LikeEnds kind : kinds) {
                evidence.addAll(Seen.of(kind.samples().kept()));
                restsOnGuesses |= kind.areGuesses();
                restsOnMore |= !kind.areGuesses();
            }
            return this;
        }

        public Draft seen(Samples samples) {
            restsOnMore = true;
            evidence.addAll(Seen.of(samples.kept()));
            return this;
        }

        /** What this tells of them, where their ends are not what matters. */
        public Draft seen(Samples samples, Function<JudgedLife, Seen> telling) {
            restsOnMore = true;
            samples.kept().forEach(one -> evidence.add(telling.apply(one)));
            return this;
        }

        /**
         * A number of the finding; its name ends in its unit. A rate, or what follows from one, is
         * not known where the watch was too short for rates; that there will be none is known.
         */
        public Draft figure(String name, double value) {
            figures.put(name, hasRates || value == 0 || !isRate(name) ? value : Double.NaN);
            return this;
        }

        private static boolean isRate(String name) {
            return name.endsWith("_per_s") || name.endsWith("time_waits");
        }

        public Finding done() {
            boolean isGuess = restsOnGuesses && !restsOnMore && weight != Weight.HEALTHY;
            return new Finding(
                    id,
                    weight,
                    server,
                    client,
                    connections,
                    isGuess ? what + "; this is a guess" : what,
                    because,
                    costs,
                    next,
                    changes.stream().map(this::told).toList(),
                    expect,
                    price,
                    evidence.stream()
                            .limit(MOST_EVIDENCE)
                            .sorted(Comparator.comparingLong(Seen::connection))
                            .toList(),
                    figures);
        }
    }
}
