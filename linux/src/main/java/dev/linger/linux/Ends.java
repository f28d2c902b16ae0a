package dev.linger.linux;

import dev.linger.life.Endpoint;

/** The ends of a connection on its one side, and the opposite. */
record Ends(Endpoint local, Endpoint opposite) {
    static Ends of(EndedSocket socket) {
        return new Ends(socket.local, socket.opposite);
    }

    Ends turned() {
        return new Ends(/* local= */ opposite, /* opposite= */ local);
    }
}
