package dev.linger.diagnosis;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/** Which side closed first; for a simultaneous close the one whose FIN was captured first. */
final class Closers {
    private Closers() {}

    static @Nullable Side of(ConnectionLife life) {
        return switch (life.ending().closedFirst()) {
            case CLIENT -> Side.CLIENT;
            case SERVER -> Side.SERVER;
            case BOTH -> {
                Moment byClient = life.fromClient().fin();
                Moment byServer = life.fromServer().fin();
                boolean clientEarlier =
                        byClient != null
                                && (byServer == null || byClient.packet() <= byServer.packet());
                yield clientEarlier ? Side.CLIENT : Side.SERVER;
            }
            case NOBODY, UNKNOWN -> null;
        };
    }
}
