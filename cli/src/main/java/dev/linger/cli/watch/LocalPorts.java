package dev.linger.cli.watch;

import dev.linger.linux.Census;
import dev.linger.linux.HostSettings;
import dev.linger.linux.PortRange;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;

/**
 * The local ports for connections to one destination, and when they run out.
 *
 * @param range of ports that the kernel gives to clients
 * @param reuse tcp_tw_reuse: with 1 a port in TIME_WAIT is given again after a while, with 2 only
 *     on loopback (Documentation/networking/ip-sysctl.rst)
 * @param reuseDelayMillis this while: tcp_tw_reuse_delay
 */
record LocalPorts(PortRange range, long reuse, long reuseDelayMillis) {
    private static final String REUSE = "net.ipv4.tcp_tw_reuse";
    private static final String REUSE_DELAY = "net.ipv4.tcp_tw_reuse_delay";

    /** Before Linux 6.14, which has a setting for it, it was always so. */
    private static final long USUAL_DELAY_MILLIS = 1000;

    /** Without them no TIME_WAIT is reused (tcp_twsk_unique of Linux). */
    private static final String TIMESTAMPS = "net.ipv4.tcp_timestamps";

    private static final int USUAL_TIMESTAMPS = 1;
    private static final int NOT_READ = 0;
    private static final int SECONDS = 5;
    private static final int TIME_WAIT_SECONDS = 60;

    static LocalPorts ofHost() {
        HostSettings settings = HostSettings.of(REUSE, REUSE_DELAY, TIMESTAMPS);
        boolean isInVain = settings.number(TIMESTAMPS).orElse(USUAL_TIMESTAMPS) == 0;
        return new LocalPorts(
                PortRange.ofHost(),
                isInVain ? 0 : settings.number(REUSE).orElse(NOT_READ),
                settings.number(REUSE_DELAY).orElse(USUAL_DELAY_MILLIS));
    }

    /** How many there are. */
    int count() {
        return range.count();
    }

    private boolean areReused(Census.Outgoing to) {
        String address = to.destination().address();
        return reuse == 1 || (reuse == 2 && (address.startsWith("127.") || address.equals("::1")));
    }

    /** How many are taken by connections, or by TIME_WAIT for as long as that keeps them. */
    long taken(Census.Outgoing to, SocketCount count) {
        int from = heldSeconds(to);
        return Math.max(0, count.ports() - count.closes().between(from, TIME_WAIT_SECONDS));
    }

    /** How long a TIME_WAIT keeps its port. */
    private int heldSeconds(Census.Outgoing to) {
        return areReused(to)
                ? Math.clamp(Math.ceilDiv(reuseDelayMillis, 1000), 0, TIME_WAIT_SECONDS)
                : TIME_WAIT_SECONDS;
    }

    /**
     * Seconds until they run out at the present rate; infinite where they do not. A closing takes a
     * port for the time of TIME_WAIT, so as many will be taken as are closed in that time; until
     * then they grow by what is closed now less what becomes free.
     */
    double secondsLeft(Census.Outgoing to, SocketCount count) {
        int held = heldSeconds(to);
        double rate = count.closes().rate(SECONDS);
        double open = count.ports() - count.in(TcpState.TIME_WAIT);
        long left = count() - taken(to, count);
        if (left <= 0) {
            return 0;
        }
        // Where a port comes back soon, the last seconds are also the first ones.
        int freed = held < 2 * SECONDS ? 0 : count.closes().between(held - SECONDS, held);
        double growth = rate - freed / (double) SECONDS;
        if (open + held * rate <= count() || growth <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return left / growth;
    }
}
