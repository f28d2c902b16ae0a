package dev.linger.diagnosis.config;

import dev.linger.diagnosis.host.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Configurations in memory: those that are asked for, and those that they include. */
final class Read {
    private final List<ConfigText> asked = new ArrayList<>();
    private final List<ConfigText> included = new ArrayList<>();

    private Read() {}

    static Read of(String file, String text) {
        return new Read().and(file, text);
    }

    Read and(String file, String text) {
        asked.add(new ConfigText(file, text));
        return this;
    }

    Read including(String file, String text) {
        included.add(new ConfigText(file, text));
        return this;
    }

    List<Configuration> all() {
        return Configurations.of(
                asked,
                (from, pattern) -> {
                    Pattern names = Pattern.compile(pattern.replace(".", "\\.").replace("*", ".*"));
                    return included.stream()
                            .filter(one -> names.matcher(one.file()).matches())
                            .toList();
                });
    }

    Downstream server() {
        return all().getFirst().downstreams().getFirst();
    }

    Upstream upstream() {
        return all().getFirst().upstreams().getFirst();
    }

    /** Why connections to the first upstream are not used again. */
    List<String> reasons() {
        return upstream().reasons().stream().map(Upstream.Reason::text).toList();
    }

    List<Remark> remarks() {
        return ConfigRules.look(all());
    }

    /** What this rule says. */
    List<Remark> remarks(String id) {
        return remarks().stream().filter(one -> one.id().equals(id)).toList();
    }
}
