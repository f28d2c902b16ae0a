package dev.linger.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the kernel counts for this network namespace since it was made, under table and column:
 * {@code TcpExt.ListenDrops} (/proc/net/netstat), {@code Tcp.PassiveOpens} (snmp), {@code
 * snmp6.Ip6InReceives}, {@code sockstat.TCP.tw}, {@code sockstat6.TCP6.inuse}, {@code
 * conntrack.drop} (stat/nf_conntrack, all processors together). Events are counted, but sockstat
 * counts sockets that are there now, and pages of memory. A counter that is absent is no error:
 * {@link #whyAbsent} tells the reason. Needs no root. Immutable.
 */
public final class HostCounters {
    private static final Path FOLDER = Path.of("/proc/thread-self/net");

    private static final List<String> FILES =
            List.of("netstat", "snmp", "snmp6", "sockstat", "sockstat6", "stat/nf_conntrack");

    private final Path folder;
    private final Map<String, Long> values = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private HostCounters(Path folder) {
        this.folder = folder;
    }

    /** As they are now. */
    public static HostCounters read() {
        return read(FOLDER);
    }

    /**
     * Those of some files only, which takes less time.
     *
     * @param files of netstat, snmp, snmp6, sockstat, sockstat6, stat/nf_conntrack
     */
    public static HostCounters ofFiles(String... files) {
        HostCounters counters = new HostCounters(FOLDER);
        for (String file : files) {
            counters.read(file);
        }
        return counters;
    }

    /**
     * Connections that the kernel ended without TIME_WAIT since the namespace was made, because
     * there were tcp_max_tw_buckets already (net/ipv4/tcp_minisocks.c); 0 where that is not told.
     */
    public static long timeWaitOverflows() {
        return ofFiles("netstat").of("TcpExt.TCPTimeWaitOverflow").orElse(0);
    }

    /**
     * The same from a copy.
     *
     * @param folder to take for /proc/net
     */
    public static HostCounters read(Path folder) {
        HostCounters counters = new HostCounters(folder);
        FILES.forEach(counters::read);
        return counters;
    }

    private void read(String file) {
        Table table = lines(file);
        switch (file) {
            case "netstat", "snmp" -> table.pairs();
            case "snmp6" -> table.columns();
            case "sockstat", "sockstat6" -> table.kinds();
            case "stat/nf_conntrack" -> table.processors();
            default -> throw new IllegalArgumentException("no counters in " + file);
        }
    }

    private Table lines(String file) {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            return new Table(file, new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
        } catch (IOException _) {
            reasons.put(file, folder.resolve(file) + " is not there or may not be read");
            return new Table(file, List.of());
        }
    }

    /** A file's lines, in one of the four shapes that the kernel prints. */
    private final class Table {
        private final String name;
        private final List<String> lines;

        Table(String name, List<String> lines) {
            this.name = name;
            this.lines = lines;
        }

        /** Lines in pairs, names above numbers, both behind the table's name. */
        void pairs() {
            for (int i = 0; i + 1 < lines.size(); i += 2) {
                String[] names = words(lines.get(i));
                String[] numbers = words(lines.get(i + 1));
                boolean fits = names.length == numbers.length && names[0].equals(numbers[0]);
                for (int column = 1; fits && column < names.length; column++) {
                    put(names[0].replace(":", "."), names[column], numbers[column], 10);
                }
            }
        }

        /** A name and its number a line. */
        void columns() {
            for (String line : lines) {
                String[] words = words(line);
                if (words.length == 2) {
                    put(name + ".", words[0], words[1], 10);
                }
            }
        }

        /** A kind of socket, then names and numbers in turn. */
        void kinds() {
            for (String line : lines) {
                String[] words = words(line);
                for (int i = 1; i + 1 < words.length; i += 2) {
                    put(name + "." + words[0].replace(":", "."), words[i], words[i + 1], 10);
                }
            }
        }

        /** Names above a line of hexadecimal numbers for each processor. */
        void processors() {
            String[] names = lines.isEmpty() ? new String[0] : words(lines.getFirst());
            for (int i = 1; i < lines.size(); i++) {
                String[] numbers = words(lines.get(i));
                for (int column = 0; column < Math.min(names.length, numbers.length); column++) {
                    put("conntrack.", names[column], numbers[column], 16);
                }
            }
        }

        private static String[] words(String line) {
            return line.strip().split("\\s+", -1);
        }

        private void put(String table, String column, String number, int radix) {
            try {
                long value =
                        number.startsWith("-")
                                ? Long.parseLong(number, radix)
                                : Long.parseUnsignedLong(number, radix);
                // Each processor's line repeats how many entries there are in all.
                boolean same = column.equals("entries");
                values.merge(table + column, value, same ? Math::max : Long::sum);
            } catch (NumberFormatException _) {
                reasons.put(table + column, "the kernel prints no number but \"" + number + "\"");
            }
        }
    }

    /** All that were read. */
    public Map<String, Long> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Its number; empty where it is absent. */
    public OptionalLong of(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A clause for people that says why a counter is absent. */
    public String whyAbsent(String name) {
        String reason = reasons.get(name);
        if (reason == null) {
            reason = reasons.get(file(name));
        }
        return reason == null ? name + " is not counted by this kernel" : reason;
    }

    private static String file(String name) {
        String table = name.substring(0, Math.max(0, name.indexOf('.')));
        return switch (table) {
            case "TcpExt", "IpExt", "MPTcpExt" -> "netstat";
            case "snmp6", "sockstat", "sockstat6" -> table;
            case "conntrack" -> "stat/nf_conntrack";
            default -> "snmp";
        };
    }
}
