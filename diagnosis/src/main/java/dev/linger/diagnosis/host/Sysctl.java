package dev.linger.diagnosis.host;

import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** How a sysctl is set for good, and where it is described. */
final class Sysctl {

    private Sysctl() {}

    /** Lines to copy; those with an equals sign are settings. */
    static List<String> set(String... lines) {
        List<String> fix = new ArrayList<>();
        fix.add("# /etc/sysctl.d/90-tcp.conf, then sysctl --system");
        fix.addAll(List.of(lines));
        return fix;
    }

    /** Lines that raise a setting to this, where it is lower or was not read. */
    static List<String> raised(Settings settings, String name, long to) {
        return settings.number(name).orElse(0) >= to ? List.of() : List.of(name + " = " + to);
    }

    /** Twice of what there is, or what is usually advised, where that is more. */
    static long more(long usual, long now) {
        return Math.max(usual, 2 * now);
    }

    /** {@code 240 s}, {@code 2 h 0 min}. */
    static String seconds(long seconds) {
        return seconds < 600 ? seconds + " s" : Wording.duration(seconds * 1_000_000_000L);
    }

    /** The kernel's own description of a setting of net.ipv4. */
    static String documented(String setting) {
        return "Linux, Documentation/networking/ip-sysctl.rst, " + setting;
    }
}
