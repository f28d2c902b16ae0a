package dev.linger.cli;

import dev.linger.life.Talk;

/** How many messages a connection carried; -1 where the capture does not show it. */
public final class Counted {

    private Counted() {}

    public static int requests(Talk talk) {
        return talk instanceof Talk.Http http ? http.requests() : withoutHttp(talk);
    }

    static int responses(Talk talk) {
        return talk instanceof Talk.Http http ? http.responses() : withoutHttp(talk);
    }

    private static int withoutHttp(Talk talk) {
        return talk instanceof Talk.Nothing || talk instanceof Talk.Other ? 0 : -1;
    }
}
