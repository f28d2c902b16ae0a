package dev.linger.capture.flow;

import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** The packet being taken. Filled again for each packet; makes a {@link Moment} only when asked. */
final class Now {
    long packet;
    long atNanos;
    private @Nullable Moment moment;

    void set(long packet, long atNanos) {
        this.packet = packet;
        this.atNanos = atNanos;
        moment = null;
    }

    /** This moment, to keep. */
    Moment moment() {
        Moment known = moment;
        if (known == null) {
            known = new Moment(packet, atNanos);
            moment = known;
        }
        return known;
    }
}
