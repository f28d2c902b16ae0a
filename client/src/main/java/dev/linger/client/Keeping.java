package dev.linger.client;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param perOrigin most connections to one origin at a time
 * @param inAll most connections at a time
 * @param waiting how long a call waits for a connection where there are that many
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
public record Keeping(
        int perOrigin,
        int inAll,
        Duration waiting,
        Duration idle,
        Duration age,
        long unreadBytes,
        Duration unreadTime,
        Duration forgotten) {

    public Keeping {
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
    public static Keeping defaults() {
        return new Keeping(
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                256 << 10,
                Duration.ofMillis(50),
                Duration.ofMinutes(1));
    }

    public Keeping withPerOrigin(int other) {
        return new Keeping(other, inAll, waiting, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public Keeping withInAll(int other) {
        return new Keeping(
                perOrigin, other, waiting, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public Keeping withWaiting(Duration other) {
        return new Keeping(perOrigin, inAll, other, idle, age, unreadBytes, unreadTime, forgotten);
    }

    public Keeping withIdle(Duration other) {
        return new Keeping(
                perOrigin, inAll, waiting, other, age, unreadBytes, unreadTime, forgotten);
    }

    public Keeping withAge(Duration other) {
        return new Keeping(
                perOrigin, inAll, waiting, idle, other, unreadBytes, unreadTime, forgotten);
    }

    public Keeping withUnread(long bytes, Duration time) {
        return new Keeping(perOrigin, inAll, waiting, idle, age, bytes, time, forgotten);
    }

    public Keeping withForgotten(Duration other) {
        return new Keeping(perOrigin, inAll, waiting, idle, age, unreadBytes, unreadTime, other);
    }
}
