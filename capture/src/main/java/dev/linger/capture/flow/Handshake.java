package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import org.jspecify.annotations.Nullable;

/** How a connection began, as far as it was seen. */
final class Handshake {
    /**
     * No end sends a SYN again so soon (RFC 6298, section 2: after a second): it is the same one,
     * seen at the next interface or by another tap.
     */
    private static final long COPY_NANOS = 100_000_000;

    private @Nullable Moment syn;
    private @Nullable Moment synAck;
    private @Nullable Moment established;
    private int syns;
    private int synAcks;
    private int copies;
    private long lastSynNanos;
    private long lastSynAckNanos;
    private @Nullable Moment challenge;
    private boolean earlierGoesOn;

    /** Since the end of an earlier connection of the same ports; -1 where there was none. */
    private long reusedAfterNanos;

    /** Begins anew, for another connection. */
    void begin(long reusedAfterNanos) {
        this.reusedAfterNanos = reusedAfterNanos;
        syn = null;
        synAck = null;
        established = null;
        syns = 0;
        synAcks = 0;
        copies = 0;
        challenge = null;
        earlierGoesOn = false;
    }

    /** Takes a segment with SYN. */
    void take(Segment segment, Now now) {
        if (segment.has(Segment.ACK)) {
            if (synAcks > 0 && now.atNanos - lastSynAckNanos < COPY_NANOS) {
                copies++;
                return;
            }
            lastSynAckNanos = now.atNanos;
            synAcks++;
            if (synAck == null) {
                synAck = now.moment();
            }
        } else {
            if (syns > 0 && now.atNanos - lastSynNanos < COPY_NANOS) {
                copies++;
                return;
            }
            lastSynNanos = now.atNanos;
            syns++;
            if (syn == null) {
                syn = now.moment();
            }
        }
    }

    /**
     * The client goes on after the SYN ACK.
     *
     * @param atOnce whether with what follows its SYN; else when it did that is not known, but not
     *     before the SYN ACK
     */
    void establish(boolean atOnce, Now now) {
        if (established == null && synAck != null) {
            established = atOnce ? now.moment() : synAck;
        }
    }

    /** The server answers the SYN with what it knows of an earlier connection. */
    void challenge(Now now) {
        if (challenge == null) {
            challenge = now.moment();
        }
    }

    /** The server still sends what belongs to an earlier connection. */
    void followsEarlier() {
        earlierGoesOn = true;
    }

    boolean isSeen() {
        return syn != null || synAck != null;
    }

    boolean isEstablished() {
        return established != null;
    }

    /** Whether the server let the client know of an earlier connection. */
    boolean hasMetEarlier() {
        return challenge != null || earlierGoesOn;
    }

    /** Whether the client's SYN was seen and nothing that answers it. */
    boolean isUnanswered() {
        return syn != null && synAck == null;
    }

    /** Whether the client sent its SYN again and again. */
    boolean isRepeatedInVain() {
        return syns > 1 && synAck == null;
    }

    /** How many segments with SYN there were. */
    int segments() {
        return syns + synAcks + copies;
    }

    /** When it was complete; the connection's first packet where that was not seen. */
    Moment completeOr(Moment opened) {
        return established != null ? established : opened;
    }

    Opening toOpening() {
        return new Opening(syn, synAck, established, syns, synAcks, challenge, reusedAfterNanos);
    }
}
