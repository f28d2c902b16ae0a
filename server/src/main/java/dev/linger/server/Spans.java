package dev.linger.server;

/** Deadlines in nanoseconds of the clock. */
record Spans(
        long head, Deadline.Pace body, Deadline.Pace write, long idle, long handler, long age) {

    static Spans of(Deadlines deadlines) {
        return new Spans(
                deadlines.head().toNanos(),
                Deadline.Pace.of(deadlines.body()),
                Deadline.Pace.of(deadlines.write()),
                deadlines.idle().toNanos(),
                deadlines.handler().toNanos(),
                deadlines.age().toNanos());
    }

    /** An exchange is looked at so often: no deadline of it can pass much earlier. */
    long look() {
        return Math.min(Math.min(idle, handler), Math.min(body.look(), write.look()));
    }

    /** For this connection less by up to a tenth, evenly spread over the connections' numbers. */
    long idle(long connection) {
        return jittered(idle, connection);
    }

    /** For this connection less by up to a tenth. */
    long age(long connection) {
        return jittered(age, connection);
    }

    private static long jittered(long nanos, long number) {
        long spread = (number * 0x9E3779B97F4A7C15L) >>> 54;
        return nanos - (long) (nanos * 0.1 * spread / 1024);
    }
}
