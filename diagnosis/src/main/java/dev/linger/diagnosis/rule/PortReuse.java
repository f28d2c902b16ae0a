package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** Many connections from ports that had one less than a minute before. Normal; worth knowing. */
final class PortReuse implements FindingRule {
    private static final int MANY = 100;

    @Override
    public String id() {
        return "port-reuse";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Samples again = watched.all().with(Trait.PORTS_USED_AGAIN);
        long all = watched.all().connections();
        if (again.count() < MANY || again.count() * 20 < all) {
            return List.of();
        }
        return List.of(
                Finding.of(this, Weight.NOTICE, watched)
                        .what(
                                again.count(),
                                Wording.count(again.count(), "connection")
                                        + " of "
                                        + Wording.count(all)
                                        + " came from a port that had carried another less than a"
                                        + " minute before")
                        .because(
                                "clients open so many connections that ports come round again; that"
                                        + " is allowed, and safe with TCP timestamps")
                        .costs(
                                "nothing by itself; tools that tell connections by their ports"
                                        + " alone take two for one")
                        .next(Phrase.nothing("both ends tell such connections apart"))
                        .seen(again)
                        .figure("connections_share", (double) again.count() / all)
                        .done());
    }
}
