package dev.linger.diagnosis.config;

/** A configuration that cannot be read: where, and why, in one sentence. */
public final class NotReadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReadable(Place place, String reason) {
        super(place + ": " + reason);
    }
}
