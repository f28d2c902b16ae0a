package dev.linger.cli.explain;

import dev.linger.diagnosis.advice.MorePorts;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The numbers of a server's paragraph: what its connections carried, and what they cost. */
final class TallyLines {
    private static final int MOST_VALUES = 5;

    /** Packets of a connection that carry nothing: handshake three, close four. */
    private static final int PACKETS_OF_OPENING_AND_CLOSE = 7;

    /** Bytes of kernel memory of a socket in TIME_WAIT (struct tcp_timewait_sock, 64-bit Linux). */
    private static final int BYTES_OF_TIME_WAIT = 256;

    private final Tally all;

    TallyLines(Tally all) {
        this.all = all;
    }

    /** How many connections had how many requests; the most frequent numbers first. */
    List<String> requests() {
        List<String> pieces = new ArrayList<>();
        List<Map.Entry<Integer, Long>> counts =
                all.byRequests().entrySet().stream()
                        .sorted(
                                Map.Entry.<Integer, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .toList();
        for (Map.Entry<Integer, Long> one : counts.subList(0, shown(counts.size()))) {
            String noun =
                    pieces.isEmpty() ? (one.getValue() == 1 ? " connection" : " connections") : "";
            pieces.add(Wording.count(one.getKey()) + " on " + Wording.count(one.getValue()) + noun);
        }
        long silent = all.connections() - all.readable();
        if (!pieces.isEmpty() && silent > 0) {
            pieces.add("none read on " + Wording.count(silent));
        }
        if (counts.size() > MOST_VALUES) {
            pieces.add("at most " + Wording.count(all.mostRequests()));
        }
        return pieces;
    }

    /** What opening takes. */
    List<String> opening() {
        List<String> pieces = new ArrayList<>();
        if (all.handshakeNanos() > 0) {
            boolean isOne = all.connections() == 1;
            pieces.add(Wording.duration(all.handshakeNanos()) + (isOne ? "" : " each"));
            long repeated = all.with(Trait.HANDSHAKE_REPEATED).count();
            if (repeated > 0) {
                pieces.add(
                        "SYN or SYN ACK sent again"
                                + (isOne ? "" : " on " + Wording.count(repeated)));
            }
        }
        return pieces;
    }

    /** Packets in all, against what they would be if connections were kept. */
    List<String> packets() {
        List<String> pieces = new ArrayList<>();
        if (all.requests() > 0 && all.begunBefore() == 0) {
            long spared = Math.max(0, all.connections() - all.together());
            long kept = all.packets() - spared * PACKETS_OF_OPENING_AND_CLOSE;
            pieces.add(Wording.ratio(all.packets(), all.requests()) + " a request");
            if (kept > 2 * all.requests() && kept < all.packets() && !isOfUnread()) {
                pieces.add(Wording.ratio(kept, all.requests()) + " if connections were kept");
            }
        }
        return pieces;
    }

    /** A connection is not kept by less than the rest of its body. */
    private boolean isOfUnread() {
        long unread =
                all.count(kind ->
                        kind.likeness().cause() == CloseCause.UNREAD_BODY
                                || kind.likeness().cause() == CloseCause.ABANDONED);
        return unread * 2 > all.connections();
    }

    /** The most sockets in TIME_WAIT at a time. */
    List<String> timeWaits() {
        List<String> pieces = new ArrayList<>();
        long atServer = all.timeWaitsAtServer().peakWithin(Tally.TIME_WAIT_SECONDS);
        long atClient = all.timeWaitsAtClient().peakWithin(Tally.TIME_WAIT_SECONDS);
        if (atServer > 0) {
            pieces.add(Wording.count(atServer) + " at the server" + memory(atServer));
        }
        if (atClient > 0) {
            pieces.add(Wording.count(atClient) + " at clients" + memory(atClient));
        }
        return pieces;
    }

    private static String memory(long sockets) {
        return " (" + Wording.bytes(sockets * BYTES_OF_TIME_WAIT) + ")";
    }

    /** Connections that a RST ended, by phase. */
    List<String> resets() {
        return all.resets().entrySet().stream()
                .sorted(Map.Entry.<Phase, Long>comparingByValue().reversed())
                .map(one -> Wording.count(one.getValue()) + " in phase " + one.getKey().word())
                .toList();
    }

    /** The clients with the most connections: what each carried, and the ports it took. */
    static List<String> clients(ServerTraffic server) {
        List<ClientTraffic> clients = server.clients();
        List<String> pieces = new ArrayList<>();
        for (ClientTraffic client : clients.subList(0, shown(clients.size()))) {
            Tally tally = client.all();
            String each =
                    tally.readable() == 0 ? "" : Wording.count(tally.requests(), "request") + ", ";
            pieces.add(
                    client.address().address()
                            + " "
                            + Wording.count(tally.connections(), "connection")
                            + " ("
                            + each
                            + ports(tally)
                            + ")");
        }
        if (clients.size() > MOST_VALUES) {
            pieces.add("and " + Wording.count(clients.size() - MOST_VALUES) + " more");
        }
        return pieces;
    }

    /** Against all that there are where they are many. */
    private static String ports(Tally tally) {
        long taken = tally.portsTaken();
        String ports =
                Wording.count(taken, "port")
                        + (taken * 10 < MorePorts.DEFAULT
                                ? ""
                                : " of " + Wording.count(MorePorts.DEFAULT));
        return ports + (taken > tally.portsAtOnce() ? ", with TIME_WAIT" : " at once");
    }

    private static int shown(int size) {
        return Math.min(MOST_VALUES, size);
    }
}
