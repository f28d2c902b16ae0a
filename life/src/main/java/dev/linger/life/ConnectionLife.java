package dev.linger.life;

import java.io.Serializable;
import java.util.List;

/**
 * One connection from its first to its last packet: what was seen, without a judgement. Server,
 * client, proxy, capture and kernel all hand over the same record. Immutable.
 *
 * @param number in order of opening, from 1
 * @param client the end that connected
 * @param server the end that accepted
 * @param seenBy who observed it
 * @param opened its first packet
 * @param opening how it began
 * @param fromClient what the client sent
 * @param fromServer what the server sent
 * @param talk what was spoken
 * @param ending how it ended
 * @param notes what the observer could not know, each a clause
 */
public record ConnectionLife(
        long number,
        Endpoint client,
        Endpoint server,
        SeenBy seenBy,
        Moment opened,
        Opening opening,
        Half fromClient,
        Half fromServer,
        Talk talk,
        Ending ending,
        List<String> notes)
        implements Serializable {

    public ConnectionLife {
        notes = List.copyOf(notes);
    }

    /** What this side sent. */
    public Half from(Side side) {
        return side == Side.CLIENT ? fromClient : fromServer;
    }

    /** Seconds from the connection's first packet to this moment. */
    public double secondsTo(Moment moment) {
        return (moment.atNanos() - opened.atNanos()) / 1e9;
    }
}
