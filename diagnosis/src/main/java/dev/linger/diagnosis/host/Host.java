package dev.linger.diagnosis.host;

import java.util.List;

/**
 * A host at one moment, or what of it the reader was allowed to see.
 *
 * @param kernel its release
 * @param settings its sysctls
 * @param counters since the namespace was made
 * @param sockets of the network namespace
 * @param processes those that could be seen
 * @param written settings in the files that are applied at boot
 */
public record Host(
        Kernel kernel,
        Settings settings,
        Counters counters,
        Sockets sockets,
        List<OpenFiles> processes,
        List<Written> written) {

    public Host {
        processes = List.copyOf(processes);
        written = List.copyOf(written);
    }

    /**
     * A line of a sysctl file.
     *
     * @param file where it stands
     * @param line counted from 1
     * @param name with dots: {@code net.ipv4.tcp_tw_recycle}
     * @param value as written
     */
    public record Written(String file, int line, String name, String value) {

        /** The line with its place. */
        public String evidence() {
            return file + ":" + line + ": " + name + " = " + value;
        }
    }

    /**
     * The file descriptors of a process.
     *
     * @param pid its number
     * @param name of its program
     * @param open now; -1 where that is not allowed to be seen
     * @param soft the limit that holds
     * @param hard the limit up to which the process may raise it
     */
    public record OpenFiles(long pid, String name, long open, long soft, long hard) {}
}
