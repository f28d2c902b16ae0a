package dev.linger.diagnosis.host;

import java.util.List;

/**
 * The TCP sockets of a network namespace, counted.
 *
 * @param established open in both directions
 * @param timeWaitAccepted in TIME_WAIT, of connections accepted here: at a listening port
 * @param timeWaitOpened in TIME_WAIT, of connections opened here: each holds a local port
 * @param listeners that accept connections
 * @param destinations to which connections were opened, those with most ports first
 * @param closeWaits groups of sockets in CLOSE_WAIT, the largest first
 */
public record Sockets(
        long established,
        long timeWaitAccepted,
        long timeWaitOpened,
        List<Listener> listeners,
        List<Destination> destinations,
        List<CloseWait> closeWaits) {

    public Sockets {
        listeners = List.copyOf(listeners);
        destinations = List.copyOf(destinations);
        closeWaits = List.copyOf(closeWaits);
    }

    /**
     * A listening socket.
     *
     * @param address and port
     * @param port alone
     * @param waiting connections that it has not accepted yet
     * @param room how many may wait; -1 where the kernel did not tell
     * @param program that holds it; empty where that is not allowed to be seen
     */
    public record Listener(String address, int port, long waiting, long room, String program) {

        String shown() {
            return address + (program.isEmpty() ? "" : " (" + program + ")");
        }
    }

    /**
     * Where connections lead that were opened here.
     *
     * @param from the address here
     * @param to address and port there
     * @param ports taken here, in any state
     * @param timeWait of those, in TIME_WAIT
     */
    public record Destination(String from, String to, long ports, long timeWait) {}

    /**
     * Sockets whose other end has closed while the program here has not.
     *
     * @param program that holds them; empty where that is not allowed to be seen
     * @param end the listening port here, or the address and port there
     * @param count how many
     */
    public record CloseWait(String program, String end, long count) {}
}
