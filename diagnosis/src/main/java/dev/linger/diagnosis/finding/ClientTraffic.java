package dev.linger.diagnosis.finding;

import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;

/** The connections of one client address to one server endpoint. Not thread-safe. */
public final class ClientTraffic {
    private final Endpoint address;
    private final Tally all;

    /**
     * @param address with port 0
     */
    ClientTraffic(Endpoint address, Detail detail) {
        this.address = address;
        all = new Tally(detail);
    }

    void accept(JudgedLife judged) {
        all.accept(judged);
    }

    boolean isOf(Endpoint client) {
        return address.low() == client.low() && address.high() == client.high();
    }

    /** The client's address; its port is 0. */
    public Endpoint address() {
        return address;
    }

    public Tally all() {
        return all;
    }
}
