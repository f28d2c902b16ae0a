package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.Side;

/** Whose closings: of one server endpoint, or of one client address against it. */
record ClosingGroup(Endpoint server, Side closer, long clientHigh, long clientLow) {
    static ClosingGroup of(ConnectionLife life, Side closer) {
        boolean byClient = closer == Side.CLIENT;
        return new ClosingGroup(
                life.server(),
                closer,
                byClient ? life.client().high() : 0,
                byClient ? life.client().low() : 0);
    }

    /** All clients of the server together, with the address 0. */
    ClosingGroup ofAllClients() {
        return new ClosingGroup(server, closer, 0, 0);
    }

    // Those that a record makes by itself are linked when they first run, which takes longer
    // than all else that a short run does here.
    @Override
    public boolean equals(Object object) {
        return object instanceof ClosingGroup one
                && one.closer == closer
                && one.clientLow == clientLow
                && one.clientHigh == clientHigh
                && one.server.equals(server);
    }

    @Override
    public int hashCode() {
        long client = clientHigh * 31 + clientLow;
        return (server.hashCode() * 31 + Long.hashCode(client)) * 31 + closer.hashCode();
    }

    /** The client's address, with port 0. */
    Endpoint client() {
        return new Endpoint(clientHigh, clientLow, 0);
    }

    boolean isOf(ConnectionLife life) {
        return server.equals(life.server())
                && (closer == Side.SERVER
                        || (clientHigh == life.client().high()
                                && clientLow == life.client().low()));
    }
}
