package dev.linger.diagnosis.finding;

/** How many more of something may be kept. Not thread-safe. */
final class Room {
    private int left;

    Room(int left) {
        this.left = left;
    }

    /** Whether there was room for one more, which is then taken. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
