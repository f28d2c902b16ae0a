package dev.linger.linux;

import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The closings of the last minute, from one look at the table: each socket in TIME_WAIT is a
 * connection that this host closed first, and its timer says when. TIME_WAIT takes 60 s
 * (include/net/tcp.h, TCP_TIMEWAIT_LEN); a stray segment begins it anew, so a closing may be older
 * than it seems. What a full table, a RST or a reused port removed is missing. Not thread-safe.
 */
public final class TimeWaitHistory {
    /** How long TIME_WAIT takes. */
    public static final int SECONDS = 60;

    /** Groups that are kept apart; closings of further ones are only counted. */
    public static final int MOST_GROUPS = 1 << 12;

    /**
     * Whose closings.
     *
     * @param closer the side of this host: it closed first
     * @param server the listening end of the connections
     */
    public record Group(Side closer, Endpoint server) {}

    /** Closings of one group, by the second. */
    public static final class Closings {
        private final int[] bySecond = new int[SECONDS];

        private void add(long leftMillis) {
            long agoMillis = SECONDS * 1000L - leftMillis;
            bySecond[Math.clamp(agoMillis / 1000, 0, SECONDS - 1)]++;
        }

        /** Closings in the second that ended so many seconds ago, from 0. */
        public int secondsAgo(int ago) {
            return bySecond[ago];
        }

        /** Closings within so many last seconds. */
        public int within(int seconds) {
            int sum = 0;
            for (int ago = 0; ago < seconds; ago++) {
                sum += bySecond[ago];
            }
            return sum;
        }
    }

    private final Listeners listeners;
    private final Map<Group, Closings> groups = new LinkedHashMap<>();
    private long apart;

    /**
     * @param listeners all of the table: they tell the sides apart
     */
    public TimeWaitHistory(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Takes the socket if it is in TIME_WAIT. */
    public void add(SocketEntry socket) {
        long left = socket.timeWaitLeftMillis();
        if (socket.state() != TcpState.TIME_WAIT || left < 0) {
            return;
        }
        Endpoint local = socket.local();
        Group group =
                listeners.serve(local)
                        ? new Group(Side.SERVER, local)
                        : new Group(Side.CLIENT, socket.opposite());
        Closings closings = groups.get(group);
        if (closings == null) {
            if (groups.size() == MOST_GROUPS) {
                apart++;
                return;
            }
            closings = new Closings();
            groups.put(group, closings);
        }
        closings.add(left);
    }

    /** The closings that are kept apart. */
    public Map<Group, Closings> groups() {
        return Map.copyOf(groups);
    }

    /** Closings of groups for which there was no room. */
    public long ofOtherGroups() {
        return apart;
    }
}
