package dev.linger.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The local ports that the kernel gives to outgoing connections (ip_local_port_range, without
 * ip_local_reserved_ports; Documentation/networking/ip-sysctl.rst).
 *
 * @param first lowest port
 * @param last highest port
 * @param reserved how many between them are left out
 */
public record PortRange(int first, int last, int reserved) {
    private static final Path FOLDER = Path.of("/proc/sys/net/ipv4");

    /** Linux's default, for where the settings cannot be read. */
    private static final PortRange DEFAULT = new PortRange(32768, 60999, 0);

    /** That of this network namespace. */
    public static PortRange ofHost() {
        try {
            String[] ends =
                    Files.readString(FOLDER.resolve("ip_local_port_range"))
                            .strip()
                            .split("\\s+", -1);
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[1]);
            String reserved = Files.readString(FOLDER.resolve("ip_local_reserved_ports")).strip();
            return new PortRange(first, last, reserved(reserved, first, last));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return DEFAULT;
        }
    }

    /** {@code 8080,9000-9010}: how many of them lie in the range. */
    private static int reserved(String list, int first, int last) {
        int count = 0;
        for (String part : list.split(",", -1)) {
            if (!part.isBlank()) {
                String[] ends = part.strip().split("-", -1);
                int from = Math.max(first, Integer.parseInt(ends[0]));
                int to = Math.min(last, Integer.parseInt(ends[ends.length - 1]));
                count += Math.max(0, to - from + 1);
            }
        }
        return count;
    }

    /** How many ports there are for one source address, destination address and port. */
    public int count() {
        return Math.max(0, last - first + 1 - reserved);
    }

    /** Whether the port is one of them. */
    public boolean contains(int port) {
        return port >= first && port <= last;
    }
}
