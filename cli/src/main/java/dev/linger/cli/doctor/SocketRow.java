package dev.linger.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of /proc/net/tcp or tcp6.
 *
 * @param localAddress as text, an IPv4 address within IPv6 as the IPv4 address
 * @param remoteAddress the same of the other end
 * @param state under the kernel's number (include/net/tcp_states.h)
 * @param waiting bytes not read; of a listening socket, connections not accepted
 * @param inode by which descriptors name it; 0 where no process holds it
 */
record SocketRow(
        String localAddress,
        int localPort,
        String remoteAddress,
        int remotePort,
        int state,
        long waiting,
        long inode) {
    static final int ESTABLISHED = 1;
    static final int TIME_WAIT = 6;
    static final int CLOSE_WAIT = 8;
    static final int LISTEN = 10;

    private static final int FIELDS = 10;
    private static final String MAPPED = "0000000000000000FFFF0000";

    static List<SocketRow> of(ProcFiles files) {
        List<SocketRow> rows = new ArrayList<>();
        for (String table : List.of("proc/self/net/tcp", "proc/self/net/tcp6")) {
            List<String> lines = files.lines(table);
            lines.stream().skip(1).map(SocketRow::fields).forEach(fields -> add(fields, rows));
        }
        return rows;
    }

    private static String[] fields(String line) {
        return line.strip().split("\\s+");
    }

    /** A line that the kernel was still writing is passed over. */
    private static void add(String[] fields, List<SocketRow> rows) {
        if (fields.length < FIELDS || !fields[3].matches("[0-9A-F]{2}")) {
            return;
        }
        String[] local = fields[1].split(":", 2);
        String[] remote = fields[2].split(":", 2);
        String[] queues = fields[4].split(":", 2);
        rows.add(
                new SocketRow(
                        address(local[0]),
                        Integer.parseInt(local[1], 16),
                        address(remote[0]),
                        Integer.parseInt(remote[1], 16),
                        Integer.parseInt(fields[3], 16),
                        Long.parseLong(queues[1], 16),
                        Long.parseLong(fields[9])));
    }

    /** Words of 32 bits, each in the order of a little processor. */
    static String address(String hex) {
        String four = hex.startsWith(MAPPED) ? hex.substring(MAPPED.length()) : hex;
        if (four.length() == 8) {
            return octet(four, 6)
                    + "."
                    + octet(four, 4)
                    + "."
                    + octet(four, 2)
                    + "."
                    + octet(four, 0);
        }
        StringBuilder address = new StringBuilder();
        for (int word = 0; word < four.length(); word += 8) {
            for (int pair = 6; pair >= 0; pair -= 4) {
                int value = octet(four, word + pair) << 8 | octet(four, word + pair - 2);
                address.append(address.isEmpty() ? "" : ":").append(Integer.toHexString(value));
            }
        }
        return shortened(address.toString());
    }

    private static int octet(String hex, int at) {
        return Integer.parseInt(hex, at, at + 2, 16);
    }

    /** RFC 5952, section 4.2: the longest row of zeros is left out; here the first of all. */
    private static String shortened(String address) {
        if (address.equals("0:0:0:0:0:0:0:0")) {
            return "::";
        }
        return address.replaceFirst("(^|:)0(:0)+(:|$)", "::");
    }

    String local() {
        return at(localAddress, localPort);
    }

    String remote() {
        return at(remoteAddress, remotePort);
    }

    private static String at(String address, int port) {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
