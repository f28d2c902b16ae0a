package dev.linger.diagnosis.config;

import dev.linger.diagnosis.host.Remark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All rules for configurations, in the order in which they are told where they weigh the same. */
public final class ConfigRules {
    private static final List<ConfigRule> RULES =
            List.of(
                    new IdleOrder(),
                    new UpstreamNotKept(),
                    new ClientsNotKept(),
                    new BehindLoadBalancer());

    private ConfigRules() {}

    /** What there is to say of these, heaviest first. */
    public static List<Remark> look(List<Configuration> configurations) {
        List<Remark> remarks = new ArrayList<>();
        RULES.forEach(rule -> remarks.addAll(rule.look(configurations)));
        remarks.sort(Comparator.comparing(Remark::weight));
        return remarks;
    }

    /** What could not be looked at, each a sentence. */
    public static List<String> notes(List<Configuration> configurations) {
        List<String> notes = new ArrayList<>();
        configurations.forEach(one -> notes.addAll(one.notes()));
        Joints joints = Joints.of(configurations);
        for (Upstream upstream : joints.loose()) {
            notes.add(
                    upstream.place()
                            + ": the servers of "
                            + upstream.name()
                            + " are in none of these configurations, so their idle timeout is not"
                            + " known; give theirs with --config as well");
        }
        return notes.stream().distinct().toList();
    }

    /** The ids of all rules, in their order. */
    public static List<String> ids() {
        return RULES.stream().map(ConfigRule::id).toList();
    }
}
