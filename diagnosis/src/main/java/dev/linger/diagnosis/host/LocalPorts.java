package dev.linger.diagnosis.host;

import java.util.ArrayList;
import java.util.List;

/**
 * The ports for outgoing connections, as ip_local_port_range and ip_local_reserved_ports say.
 *
 * @param first of them
 * @param last of them
 * @param reserved first and last of each stretch that is left out
 */
record LocalPorts(int first, int last, List<int[]> reserved) {
    static final String RANGE = "net.ipv4.ip_local_port_range";
    static final String RESERVED = "net.ipv4.ip_local_reserved_ports";

    /** As many as Linux delivers: 32768 to 60999. */
    static final int USUAL = 28_232;

    /** What Linux delivers where the range was not read. */
    static LocalPorts of(Settings settings) {
        long[] range = settings.numbers(RANGE);
        boolean isKnown = range.length == 2;
        return new LocalPorts(
                isKnown ? (int) range[0] : 32_768,
                isKnown ? (int) range[1] : 60_999,
                stretches(settings.text(RESERVED)));
    }

    /** {@code 8080,9148-9150}. */
    private static List<int[]> stretches(String text) {
        List<int[]> stretches = new ArrayList<>();
        for (String stretch : text.strip().split(",", -1)) {
            if (stretch.matches("\\d{1,5}(-\\d{1,5})?")) {
                String[] ends = stretch.split("-", 2);
                int from = Integer.parseInt(ends[0]);
                stretches.add(
                        new int[] {from, ends.length == 1 ? from : Integer.parseInt(ends[1])});
            }
        }
        return stretches;
    }

    /** With the ports that servers seldom use; as it is where that is as wide. */
    LocalPorts widened() {
        return new LocalPorts(Math.min(first, 10_240), Math.max(last, 65_535), reserved);
    }

    /** As a setting. */
    String setting() {
        return RANGE + " = " + first + " " + last;
    }

    boolean has(int port) {
        return port >= first
                && port <= last
                && reserved.stream().noneMatch(one -> port >= one[0] && port <= one[1]);
    }

    /** How many an outgoing connection may get; each reserved port counts once. */
    int count() {
        int count = 0;
        for (int port = first; port <= last; port++) {
            count += has(port) ? 1 : 0;
        }
        return count;
    }
}
