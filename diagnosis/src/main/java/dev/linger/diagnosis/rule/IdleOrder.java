package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.IdleTimeoutOfClients;
import dev.linger.diagnosis.advice.IdleTimeoutOfServers;
import dev.linger.diagnosis.advice.IdleTimesOfLoadBalancers;
import dev.linger.diagnosis.advice.KeepAliveOfClients;
import dev.linger.diagnosis.advice.PoolSizes;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The idle timeouts of a server and its clients, and the values that put them in order. */
final class IdleOrder {
    /** Connections that a browser opens to one server over HTTP/1.1, and some to spare. */
    private static final int MOST_OF_BROWSER = 8;

    /** Every pool keeps so many. */
    private static final long FEW_AT_ONCE = 2;

    private static final double LATER_SECONDS = 0.3;

    private static final long LONGER_THAN_MOST_POOLS_SECONDS = 65;

    private IdleOrder() {}

    /** The server's, if it showed. */
    static @Nullable IdleTimeout ofServer(Watched watched) {
        return watched.idleTimeouts().stream()
                .filter(one -> one.closer() == Side.SERVER)
                .findFirst()
                .orElse(null);
    }

    /** That of the pool at this client address, if it showed. */
    static @Nullable IdleTimeout ofClient(Watched watched, Endpoint address) {
        return watched.idleTimeouts().stream()
                .filter(one -> one.closer() == Side.CLIENT && address.equals(one.client()))
                .findFirst()
                .orElse(null);
    }

    /** What the server says of its idle timeout itself, as a clause; empty where nothing. */
    static String told(Watched watched) {
        IdleTimeout timeout = ofServer(watched);
        int hint = watched.all().hintTimeoutSeconds();
        if (timeout == null) {
            return "";
        }
        String product =
                timeout.product() == null
                        ? ""
                        : "; "
                                + Phrase.seconds(timeout.seconds())
                                + " is the default of "
                                + timeout.product();
        if (hint < 0) {
            return product;
        }
        String announced = "\"Keep-Alive: timeout=" + hint + "\"";
        String later =
                isLaterThanAnnounced(watched, timeout)
                        ? "; it is probably Node.js, which closes a second or two later than it says"
                        : "";
        return (hint > timeout.seconds() + timeout.spreadSeconds() + 0.5
                        ? "; the server announces a longer one: " + announced
                        : "; the clients do not heed its " + announced)
                + later
                + product;
    }

    /** What the server may be by its timeout; null where that says nothing. */
    private static @Nullable String product(Watched watched, @Nullable IdleTimeout shown) {
        if (shown == null || shown.product() != null) {
            return shown == null ? null : shown.product();
        }
        return isLaterThanAnnounced(watched, shown) ? Software.NODE.label() : null;
    }

    /** Node 20 announces whole seconds, rounded down, and closes a second after its timeout. */
    private static boolean isLaterThanAnnounced(Watched watched, IdleTimeout shown) {
        int hint = watched.all().hintTimeoutSeconds();
        double later = shown.seconds() - hint;
        return hint > 0 && later > 1 - LATER_SECONDS && later < 2;
    }

    /** Connections that the server's idle timeout ended. */
    static List<LikeEnds> timedOutByServer(Tally tally) {
        return tally.ends(kind ->
                kind.likeness().cause() == CloseCause.IDLE_TIMEOUT
                        && kind.likeness().closedFirst() == ClosedFirst.SERVER);
    }

    /** Seconds after which the server closes, as they showed or as it announced; -1 unknown. */
    static double serverSeconds(Watched watched) {
        IdleTimeout shown = ofServer(watched);
        return shown != null ? shown.seconds() : watched.all().hintTimeoutSeconds();
    }

    /** Well below the server's timeout; 0 where that is too short for any client's. */
    static long belowServer(double serverSeconds) {
        return (long) Math.floor(serverSeconds * 0.8);
    }

    /** Well above a client's timeout. */
    static long aboveClient(long clientSeconds) {
        return clientSeconds + Math.max(5, clientSeconds / 20);
    }

    /** What the server's must be, that the pools of these clients give up first. */
    static long aboveClients(Tally all, double serverSeconds) {
        Software client = client(all);
        OptionalLong behind = IdleTimesOfLoadBalancers.ofServerBehind(client);
        if (behind.isPresent() && behind.getAsLong() > serverSeconds) {
            return behind.getAsLong();
        }
        long usual = usualSeconds(client);
        return usual > 0 && usual > serverSeconds
                ? aboveClient(usual)
                : Math.max(LONGER_THAN_MOST_POOLS_SECONDS, Math.round(serverSeconds * 2));
    }

    /** What pools have unless told otherwise; 0 where that is not known. */
    private static long usualSeconds(@Nullable Software client) {
        if (client == null) {
            return 0;
        }
        return switch (client) {
            case GO_CLIENT -> 90;
            case JDK_CLIENT -> 30;
            case APACHE_CLIENT -> 180;
            case OKHTTP -> 300;
            case CURL -> 118;
            case NGINX_UPSTREAM -> 60;
            default -> 0;
        };
    }

    /** In words what {@link #changes} sets, and where its values come from. */
    static String next(Watched watched, double serverSeconds) {
        long above = aboveClients(watched.all(), serverSeconds);
        String server =
                "let the server keep idle connections for "
                        + above
                        + " s ("
                        + origin(watched.all(), above, serverSeconds)
                        + ")";
        if (ofClients(watched.all(), serverSeconds).isEmpty()) {
            return server;
        }
        LostReuses lost = LostReuses.of(watched, serverSeconds);
        String clients =
                "let "
                        + (isInNameOfOthers(watched.all()) ? "a proxy in between" : "the clients")
                        + " close idle connections after "
                        + lost.afterSeconds()
                        + " s, before the server does";
        return lost.areMost()
                ? server + "; or " + clients + ", which gives up most of their reuses"
                : clients + "; or " + server;
    }

    /**
     * What either of them costs.
     *
     * @param timeWaits at the clients then, a clause
     */
    static String price(Watched watched, double serverSeconds, String timeWaits) {
        LostReuses lost = LostReuses.of(watched, serverSeconds);
        String longer = "a server that keeps longer has more idle connections open";
        String reuses =
                lost.lost() == 0 || ofClients(watched.all(), serverSeconds).isEmpty()
                        ? ""
                        : lost.told() + "; ";
        return longer + "; " + reuses + "TIME_WAIT moves to the clients, " + timeWaits;
    }

    /** Nothing where the client cannot be told, or would have to close at once. */
    private static List<Change> ofClients(Tally all, double serverSeconds) {
        long below = belowServer(serverSeconds);
        if (below < 1) {
            return List.of();
        }
        if (isInNameOfOthers(all)) {
            return IdleTimeoutOfClients.ofProxies(below);
        }
        List<Change> changes = new ArrayList<>(IdleTimeoutOfClients.atMost(client(all), below));
        if (!changes.isEmpty() && client(all) != null) {
            // A proxy that adds nothing of its own passes for the client whose name it passes on.
            changes.addAll(IdleTimeoutOfClients.atMost(Software.NGINX_UPSTREAM, below));
        }
        return changes;
    }

    /** What lets this client keep its connections, and give them up before the server does. */
    static List<Change> keeping(Watched watched, @Nullable Software client) {
        long together = watched.all().busyTogether();
        return KeepAliveOfClients.of(
                client,
                together <= FEW_AT_ONCE ? together : PoolSizes.withSpare(together),
                watched.server().endpoint().toString(),
                belowServer(serverSeconds(watched)));
    }

    /** What the order of the timeouts leads to: by one of two ways, or by the only one. */
    static String expect(Watched watched, double serverSeconds) {
        return (ofClients(watched.all(), serverSeconds).isEmpty() ? "" : "either way ")
                + "the clients close first, and no request is lost by this cause";
    }

    /**
     * What the clients are, by their own word; null where that is unknown, or where a proxy stands
     * in between: its name is in no request.
     */
    static @Nullable Software client(Tally all) {
        return isProxied(all) ? null : Software.ofClient(all.agent());
    }

    /** Whether a proxy says of most connections that it passed their requests on. */
    static boolean isProxied(Tally all) {
        return all.with(Trait.FORWARDED).count() * 2 > all.connections();
    }

    private static boolean isInNameOfOthers(Tally all) {
        return namesBrowser(all) || isProxied(all);
    }

    private static String origin(Tally all, long above, double serverSeconds) {
        Software client = client(all);
        OptionalLong behind = IdleTimesOfLoadBalancers.ofServerBehind(client);
        if (client != null && behind.isPresent() && behind.getAsLong() == above) {
            return client.label() + " keeps its own for nearly as long";
        }
        long usual = usualSeconds(client);
        if (client != null && usual > serverSeconds) {
            return client.label()
                    + ", by its User-Agent, keeps its own for "
                    + usual
                    + " s unless told otherwise";
        }
        return above == LONGER_THAN_MOST_POOLS_SECONDS
                ? "most clients keep theirs for 60 s or less"
                : "twice as long as now";
    }

    /** Either of them: a longer timeout of the server, or a shorter one of the clients. */
    static List<Change> changes(Watched watched, double serverSeconds) {
        Tally all = watched.all();
        IdleTimeout shown = ofServer(watched);
        List<Change> changes =
                new ArrayList<>(
                        IdleTimeoutOfServers.of(
                                Software.ofServer(all.product()),
                                product(watched, shown),
                                aboveClients(all, serverSeconds)));
        boolean isServersFirst = LostReuses.of(watched, serverSeconds).areMost();
        changes.addAll(isServersFirst ? changes.size() : 0, ofClients(all, serverSeconds));
        return changes;
    }

    /**
     * Whether all clients that use connections again are browsers, which send a request again by
     * themselves when it crossed a close. A proxy passes their names on, and does not.
     */
    static boolean areBrowsers(Watched watched) {
        List<Tally> clients = watched.server().clients().stream().map(ClientTraffic::all).toList();
        List<Tally> pools = clients.stream().filter(IdleOrder::isPool).toList();
        return (pools.isEmpty() ? clients : pools).stream().allMatch(IdleOrder::isBrowser);
    }

    /**
     * Whether one client is a browser, and not a proxy in the name of browsers: that shows by other
     * names, by what it adds to requests, or by more connections than a browser opens.
     */
    static boolean isBrowser(Tally client) {
        return namesBrowser(client)
                && !client.agentsDiffer()
                && client.with(Trait.FORWARDED).count() == 0
                && client.together() <= MOST_OF_BROWSER;
    }

    /** Whether the last request came in the name of a browser, itself or passed on by a proxy. */
    static boolean namesBrowser(Tally tally) {
        String agent = tally.agent();
        return agent != null && agent.toLowerCase(Locale.ROOT).startsWith("mozilla/");
    }

    /** More requests than connections: the client wants to use them again. */
    static boolean isPool(Tally client) {
        return client.requests() * 2 >= client.readable() * 3 && client.readable() > 0;
    }
}
