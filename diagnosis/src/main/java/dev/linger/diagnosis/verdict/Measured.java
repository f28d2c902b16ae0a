package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.Wording;

/** A measurement held against the lives that came: the server may have changed since. */
final class Measured {
    final MeasuredServer server;
    private long lives;
    private long outlived;
    private double longest;

    Measured(MeasuredServer server) {
        this.server = server;
    }

    void add(ConnectionLife life) {
        lives++;
        double quiet = life.ending().quietNanos() / 1e9;
        boolean idle = life.talk() instanceof Talk.Http && life.ending().phase() == Phase.IDLE;
        if (idle && server.idle().isFarBehind(quiet)) {
            outlived++;
            longest = Math.max(longest, quiet);
        }
    }

    /** Whether connections were idle for longer than the server was measured to allow. */
    boolean isDenied() {
        return outlived > 0;
    }

    /** A sentence; empty where there is no doubt. */
    String doubt() {
        if (lives == 0) {
            return server.source()
                    + ": it is about "
                    + server.server()
                    + ", and no connection here is to that address; it counts for nothing";
        }
        return !isDenied()
                ? ""
                : server.saysOfIdle()
                        + " ("
                        + server.server()
                        + "), and "
                        + Wording.count(outlived, "connection")
                        + " here "
                        + (outlived == 1 ? "was" : "were")
                        + " idle for longer, up to "
                        + Says.seconds(longest)
                        + ": it was another server, or had other settings; the profile counts for"
                        + " nothing";
    }
}
