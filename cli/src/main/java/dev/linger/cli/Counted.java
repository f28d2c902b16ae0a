package dev.linger.cli;

import dev.linger.life.Talk;

/** How many messages a connection carried; -1 where the capture does not show it. */
final class Counted {

    private Counted() {}

    static int requests(Talk talk) {
        return switch (talk) {
            case Talk.Http http -> http.requests();
            case Talk.Nothing _, Talk.Other _ -> 0;
            case Talk.Unseen _, Talk.Tls _ -> -1;
        };
    }

    static int responses(Talk talk) {
        return switch (talk) {
            case Talk.Http http -> http.responses();
            case Talk.Nothing _, Talk.Other _ -> 0;
            case Talk.Unseen _, Talk.Tls _ -> -1;
        };
    }
}
