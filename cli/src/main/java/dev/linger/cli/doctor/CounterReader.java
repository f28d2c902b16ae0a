package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Counters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernel's counters of this network namespace. */
final class CounterReader {
    private final ProcFiles files;
    private final Map<String, Long> values = new HashMap<>();

    private CounterReader(ProcFiles files) {
        this.files = files;
    }

    static Counters read(ProcFiles files) {
        CounterReader reader = new CounterReader(files);
        reader.pairsOfLines("proc/self/net/netstat");
        reader.pairsOfLines("proc/self/net/snmp");
        reader.socketCounts("proc/self/net/sockstat");
        reader.perProcessor("proc/self/net/stat/nf_conntrack", "conntrack.");
        return new Counters(reader.values);
    }

    /** A line of names and one of numbers, both after the table's name. */
    private void pairsOfLines(String name) {
        List<String> lines = files.lines(name);
        for (int at = 0; at + 1 < lines.size(); at += 2) {
            String[] names = lines.get(at).split(" ", -1);
            String[] numbers = lines.get(at + 1).split(" ", -1);
            for (int column = 1; column < Math.min(names.length, numbers.length); column++) {
                add(names[0].replace(":", ".") + names[column], numbers[column], 10);
            }
        }
    }

    /** {@code TCP: inuse 4 orphan 0}. */
    private void socketCounts(String name) {
        for (String line : files.lines(name)) {
            String[] words = line.split(" ", -1);
            for (int at = 1; at + 1 < words.length; at += 2) {
                add("sockstat." + words[0].replace(":", ".") + words[at], words[at + 1], 10);
            }
        }
    }

    /** A line of names, then one of hexadecimal numbers for each processor. */
    private void perProcessor(String name, String table) {
        List<String> lines = files.lines(name);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] names = lines.getFirst().strip().split("\\s+", -1);
            String[] numbers = line.strip().split("\\s+", -1);
            for (int column = 0; column < Math.min(names.length, numbers.length); column++) {
                add(table + names[column], numbers[column], 16);
            }
        }
    }

    private void add(String name, String number, int radix) {
        try {
            values.merge(name, Long.parseLong(number, radix), Long::sum);
        } catch (NumberFormatException e) {
            values.putIfAbsent(name, 0L); // beyond 2^63, or of a kernel that writes a word there
        }
    }
}
