package dev.linger.linux;

import java.util.Optional;

/**
 * The local ports that the kernel gives to outgoing connections (ip_local_port_range, without
 * ip_local_reserved_ports; Documentation/networking/ip-sysctl.rst).
 *
 * @param first lowest port
 * @param last highest port
 * @param reserved how many between them are left out
 */
public record PortRange(int first, int last, int reserved) {
    private static final String RANGE = "net.ipv4.ip_local_port_range";
    private static final String RESERVED = "net.ipv4.ip_local_reserved_ports";
    private static final int MOST = 65535;

    /** Linux's default, for where the settings cannot be read. */
    private static final PortRange DEFAULT = new PortRange(32768, 60999, 0);

    /** That of this network namespace; Linux's default where it cannot be read. */
    public static PortRange ofHost() {
        return ofOrUsual(HostSettings.of(RANGE, RESERVED));
    }

    /** That of these settings; Linux's default where they hold none. */
    public static PortRange ofOrUsual(HostSettings settings) {
        return of(settings).orElse(DEFAULT);
    }

    /** That of these settings; empty where they hold none. */
    public static Optional<PortRange> of(HostSettings settings) {
        long[] ends = settings.numbers(RANGE);
        if (ends.length != 2 || ends[0] < 0 || ends[1] < ends[0] || ends[1] > MOST) {
            return Optional.empty();
        }
        int first = (int) ends[0];
        int last = (int) ends[1];
        return Optional.of(
                new PortRange(
                        first, last, reserved(settings.text(RESERVED).orElse(""), first, last)));
    }

    /** {@code 8080,9000-9010}: how many of them lie in the range. */
    private static int reserved(String list, int first, int last) {
        int count = 0;
        for (String part : list.split(",", -1)) {
            if (part.matches("\\d{1,5}(-\\d{1,5})?")) {
                String[] ends = part.split("-", -1);
                int from = Math.max(first, Integer.parseInt(ends[0]));
                int to = Math.min(last, Integer.parseInt(ends[ends.length - 1]));
                count += Math.max(0, to - from + 1);
            }
        }
        return count;
    }

    /** How many ports there are for one source address, destination address and port. */
    public int count() {
        return last - first + 1 - reserved;
    }

    /** Whether the port lies in the range, where it may be reserved all the same. */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }
}
