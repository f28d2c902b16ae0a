package dev.linger.diagnosis.host;

import dev.linger.life.Wording;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the kernel counts, named by table and column: {@code TcpExt.ListenDrops}, {@code
 * Tcp.PassiveOpens}, {@code sockstat.TCP.tw}, {@code conntrack.drop}.
 *
 * @param values as far as they exist and could be read
 */
public record Counters(Map<String, Long> values) {

    public Counters {
        values = Map.copyOf(values);
    }

    /** Whether it was read. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** 0 where it was not read. */
    long of(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** {@code TcpExt.ListenDrops 17}, for each of these that is not 0. */
    List<String> shown(String... names) {
        return Stream.of(names)
                .filter(name -> of(name) != 0)
                .map(name -> name + " " + Wording.count(of(name)))
                .toList();
    }

    /** Connections that began here, either way. */
    long opened() {
        return of("Tcp.ActiveOpens") + of("Tcp.PassiveOpens");
    }
}
