package dev.linger.client;

import dev.linger.http.Limits;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that is connected, on its way to be a connection: it still lacks its tunnel or its TLS.
 * Where these fail, it has ended like any other.
 */
final class Opening {
    final Route route;
    final PlainWire plain;
    private final long number;
    private final Pool pool;
    private final Limits limits;
    private final long opened = System.nanoTime();

    Opening(Route route, PlainWire plain, long number, Pool pool, Limits limits) {
        this.route = route;
        this.plain = plain;
        this.number = number;
        this.pool = pool;
        this.limits = limits;
    }

    /**
     * Ends it.
     *
     * @param byUsFirst whether our FIN went already, before the server's was seen
     * @param met what tells of a reset; null where nothing can
     * @return null where it was closed under us
     */
    @Nullable JudgedLife fails(Reason reason, boolean byUsFirst, @Nullable Throwable met) {
        Connection bare;
        try {
            bare = new Connection(route, number, plain, opened, 0, limits);
        } catch (IOException _) {
            return null;
        }
        if (byUsFirst) {
            bare.account.clientFin(System.nanoTime());
        }
        if (met instanceof SocketException) {
            bare.account.serverReset(System.nanoTime());
        } else {
            bare.noteFin();
        }
        return pool.neverHad(bare, reason);
    }
}
