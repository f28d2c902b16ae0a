package dev.linger.diagnosis.finding;

import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections to one server endpoint: all of them, and those of each client address. */
public final class ServerTraffic {

    /**
     * Client addresses told apart, where those of other servers leave room for them; connections of
     * any further one count in {@link #all} alone.
     */
    public static final int MOST_CLIENTS = 256;

    private final Endpoint endpoint;
    private final Names names;
    private final Room roomForClients;
    private final Room roomForDetail;
    private final Tally all;
    private final Map<Endpoint, ClientTraffic> clients = new HashMap<>();
    private @Nullable ClientTraffic recent;
    private long beyond;

    /**
     * @param names of this server; those of these connections are added
     * @param roomForClients of all servers
     * @param roomForDetail of all tallies
     */
    ServerTraffic(Endpoint endpoint, Names names, Room roomForClients, Room roomForDetail) {
        this.endpoint = endpoint;
        this.names = names;
        this.roomForClients = roomForClients;
        this.roomForDetail = roomForDetail;
        all = new Tally(Detail.in(roomForDetail), names);
    }

    void accept(JudgedLife judged) {
        all.accept(judged);
        ClientTraffic client = client(judged.life().client());
        if (client == null) {
            beyond++;
        } else {
            client.accept(judged);
        }
    }

    /** Null where too many are told apart already. */
    private @Nullable ClientTraffic client(Endpoint end) {
        if (recent != null && recent.isOf(end)) {
            return recent;
        }
        Endpoint address = new Endpoint(end.high(), end.low(), 0);
        ClientTraffic known = clients.get(address);
        if (known == null && clients.size() < MOST_CLIENTS && roomForClients.take()) {
            known = new ClientTraffic(address, Detail.in(roomForDetail));
            clients.put(address, known);
        }
        recent = known;
        return known;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** What it calls itself, also on connections that do not count here. */
    public Names names() {
        return names;
    }

    /** All connections to it. */
    public Tally all() {
        return all;
    }

    /** Those of each client address, most connections first. */
    public List<ClientTraffic> clients() {
        return clients.values().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (ClientTraffic client) -> client.all().connections())
                                .reversed()
                                .thenComparing(client -> client.address().toString()))
                .toList();
    }

    /** Connections of client addresses beyond {@link #MOST_CLIENTS}. */
    public long connectionsBeyond() {
        return beyond;
    }
}
