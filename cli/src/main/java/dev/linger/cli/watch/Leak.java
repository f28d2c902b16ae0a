package dev.linger.cli.watch;

import dev.linger.life.Endpoint;
import dev.linger.life.Wording;
import dev.linger.linux.Census;
import dev.linger.linux.Processes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections that one program has not closed, at one port or to one destination.
 *
 * @param holder the program; empty where it cannot be seen
 * @param place a server's end, or a destination
 * @param all oldest first
 */
record Leak(String holder, String place, List<Census.Unclosed> all) {

    /** Those of this picture, the largest first. */
    static List<Leak> of(Snapshot picture) {
        Map<String, Leak> leaks = new LinkedHashMap<>();
        for (Census.Unclosed one : picture.standing()) {
            String holder = holder(picture, one.inode());
            String place = place(picture, one);
            leaks.computeIfAbsent(
                            holder + " " + place, key -> new Leak(holder, place, new ArrayList<>()))
                    .all()
                    .add(one);
        }
        List<Leak> largestFirst = new ArrayList<>(leaks.values());
        largestFirst.sort(Comparator.comparingInt((Leak leak) -> leak.all().size()).reversed());
        return largestFirst;
    }

    private static String holder(Snapshot picture, long inode) {
        if (inode == 0) {
            return "nobody yet, they wait to be accepted";
        }
        Optional<Processes.Owner> owner = picture.owner(inode);
        return owner.isPresent()
                ? Wording.printable(owner.get().toString())
                : "a process that cannot be seen";
    }

    private static String place(Snapshot picture, Census.Unclosed one) {
        Endpoint local = one.local();
        return picture.census().server(local).isPresent() ? "at " + local : "to " + one.opposite();
    }

    /** All about it, in a line. */
    String sentence() {
        StringBuilder line = new StringBuilder(Wording.count(all.size()));
        line.append(' ').append(place).append(", held by ").append(holder);
        long oldest = all.getFirst().ageMillis();
        if (oldest >= 0) {
            line.append(all.size() == 1 ? ", for " : ", the oldest for ");
            line.append(Screen.seconds(oldest));
        }
        long idle = usualIdleMillis();
        if (idle > 0) {
            line.append("; the opposite side closed after ").append(Screen.seconds(idle));
            line.append(" idle");
        }
        return line.toString();
    }

    /** The median: one connection that was used until its end does not hide a timeout. */
    private long usualIdleMillis() {
        long[] idle = all.stream().mapToLong(Census.Unclosed::idleMillis).sorted().toArray();
        return idle[idle.length / 2];
    }
}
