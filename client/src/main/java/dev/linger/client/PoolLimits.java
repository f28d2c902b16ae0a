package dev.linger.client;

import java.time.Duration;

/**
 * How many connections there may be, and how long they are kept.
 *
 * @param perOrigin most connections to one origin at a time
 * @param inAll most connections at a time
 * @param waiting how long a call waits for a connection where there are that many, or for a local
 *     port where none is left
 * @param idle longest time without an exchange; a server's own patience, announced or learned,
 *     shortens it
 * @param age of a connection after which it carries no further exchange, shortened by up to a tenth
 *     so that those opened together do not end together. It bounds how long an address is used that
 *     the name no longer has
 * @param unreadBytes of a response that nobody wants which are read so that its connection can be
 *     kept
 * @param unreadTime how long that may take
 * @param forgotten how long a response may lie unread before it is reported
 */
public record PoolLimits(
        int perOrigin,
        int inAll,
        Duration waiting,
        Duration idle,
        Duration age,
        long unreadBytes,
        Duration unreadTime,
        Duration forgotten) {

    public PoolLimits {
        positive("connections per origin", perOrigin);
        positive("connections in all", inAll);
        Deadlines.check("waiting", waiting);
        Deadlines.check("idle", idle);
        Deadlines.check("age", age);
        Deadlines.check("unread time", unreadTime);
        Deadlines.check("forgotten", forgotten);
        if (unreadBytes < 0) {
            throw new IllegalArgumentException(
                    "unread bytes " + unreadBytes + ": must not be negative");
        }
    }

    private static void positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " " + number + ": must be at least 1");
        }
    }

    /**
     * No bound on connections, 30 s of waiting, 5 min idle, 1 h of age, 256 KiB or 50 ms of unread
     * body, 1 min forgotten.
     */
    public static PoolLimits defaults() {
        return new PoolLimits(
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                256 << 10,
                Duration.ofMillis(50),
                Duration.ofMinutes(1));
    }

    public PoolLimits withPerOrigin(int other) {
        return new PoolLimits(other, inAll, waiting, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public PoolLimits withInAll(int other) {
        return new PoolLimits(
                perOrigin, other, waiting, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public PoolLimits withWaiting(Duration other) {
        return new PoolLimits(
                perOrigin, inAll, other, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public PoolLimits withIdle(Duration other) {
        return new PoolLimits(
                perOrigin, inAll, waiting, other, age, unreadBytes, unreadTime, forgotten);
    }

    public PoolLimits withAge(Duration other) {
        return new PoolLimits(
                perOrigin, inAll, waiting, idle, other, unreadBytes, unreadTime, forgotten);
    }

    public PoolLimits withUnread(long bytes, Duration time) {
        return new PoolLimits(perOrigin, inAll, waiting, idle, age, bytes, time, forgotten);
    }

    public PoolLimits withForgotten(Duration other) {
        return new PoolLimits(perOrigin, inAll, waiting, idle, age, unreadBytes, unreadTime, other);
    }
}
