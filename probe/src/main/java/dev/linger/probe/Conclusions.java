package dev.linger.probe;

import dev.linger.life.Wording;
import java.util.Map;

/** What follows from several answers together, and what is left without one. */
final class Conclusions {
    /** Below this an idle timeout would end the connection that is watched for its age. */
    private static final long TOO_SHORT_NANOS = (Age.LONGEST_PAUSE_MILLIS + 100) * 1_000_000;

    /** Both ends may be late by this much; a part of it for long times. */
    private static final long LATENESS_NANOS = 100_000_000L;

    private static final int LATENESS_PART = 50;

    private Conclusions() {}

    static Map<Trait, Reading> of(Asking asking, boolean stopped) {
        Map<Trait, Reading> readings = asking.readings();
        age(asking, readings);
        announced(readings);
        readings.put(Trait.SERVERS, asking.kinds.reading(asking.connections()));
        several(asking, readings);
        for (Trait trait : Trait.values()) {
            readings.putIfAbsent(
                    trait,
                    Reading.none(
                            stopped
                                    ? "the probe was stopped before that was known"
                                    : "the question was not answered"));
        }
        return readings;
    }

    /** A busy connection that ends may have reached the cap on requests instead. */
    private static void age(Asking asking, Map<Trait, Reading> readings) {
        Reading age = readings.get(Trait.MAX_AGE);
        if (age == null || !(age.value() instanceof Value.Time time)) {
            return;
        }
        Reading cap = readings.get(Trait.MAX_REQUESTS);
        Reading idle = readings.get(Trait.IDLE_BETWEEN);
        if (cap != null
                && cap.value() instanceof Value.Count count
                && count.count() == asking.usesOfAge()) {
            readings.put(
                    Trait.MAX_AGE,
                    Reading.none(
                            "the cap of "
                                    + Wording.count(count.count(), "request")
                                    + " comes first, after "
                                    + Wording.duration(time.most())));
        } else if (idle != null
                && idle.value() instanceof Value.Time other
                && other.least() < TOO_SHORT_NANOS) {
            readings.put(Trait.MAX_AGE, Reading.none("its idle timeout is too short for that"));
        }
    }

    /** Of several servers behind one address a question may have met one alone. */
    private static void several(Asking asking, Map<Trait, Reading> readings) {
        Reading cap = readings.get(Trait.MAX_REQUESTS);
        Reading servers = readings.get(Trait.SERVERS);
        boolean kinds =
                servers != null
                        && servers.value() instanceof Value.Count count
                        && count.count() > 1;
        if (cap != null && cap.value() instanceof Value.Count && (kinds || asking.isSeveral())) {
            readings.put(
                    Trait.MAX_REQUESTS,
                    new Reading(
                            cap.value(),
                            cap.says() + "; of one server, others there may have others"));
        }
    }

    private static void announced(Map<Trait, Reading> readings) {
        Reading announced = readings.get(Trait.ANNOUNCED);
        Reading idle = readings.get(Trait.IDLE_BETWEEN);
        if (announced == null
                || idle == null
                || !(announced.value() instanceof Value.Time said)
                || !(idle.value() instanceof Value.Time seen)) {
            return;
        }
        long spare = seen.nanos() - said.nanos();
        long lateness = Math.max(LATENESS_NANOS, said.nanos() / LATENESS_PART);
        String compared;
        if (spare < -lateness) {
            compared = "it closes earlier: who believes it meets the close";
        } else if (spare > lateness) {
            compared = "it closes " + Wording.duration(spare) + " later: safe to believe";
        } else {
            compared = "it closes just then: safe only for who lets go earlier";
        }
        readings.put(Trait.ANNOUNCED, new Reading(said, announced.says() + "; " + compared));
    }
}
