package dev.linger.cli.explain.report;

import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.Closing;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bounded choice of connections: all where they are few, else the first ones of each kind of end
 * at each server, so that rare kinds are there in full and frequent ones by examples. Not
 * thread-safe.
 */
final class Chosen {

    private record Kind(Endpoint server, LikeEnds.Likeness likeness) {
        static Kind of(JudgedLife judged) {
            Closing closing = judged.verdict().closing();
            return new Kind(
                    judged.life().server(),
                    new LikeEnds.Likeness(
                            closing.cause(),
                            closing.decidedBy(),
                            closing.closedFirst(),
                            closing.manner()));
        }
    }

    private final int most;
    private final Map<Kind, List<JudgedLife>> kinds = new HashMap<>();
    private int size;

    /** No kind holds more. */
    private int largest = Integer.MAX_VALUE;

    Chosen(int most) {
        this.most = most;
    }

    void add(JudgedLife judged) {
        Kind kind = Kind.of(judged);
        List<JudgedLife> alike = kinds.get(kind);
        int held = alike == null ? 0 : alike.size();
        if (size == most && (held + 1 >= largest || !makeRoom(held))) {
            return;
        }
        if (alike == null) {
            alike = new ArrayList<>();
            kinds.put(kind, alike);
        }
        alike.add(judged);
        size++;
    }

    /** Gives up the last one of the largest kind, where that stays no smaller than this one. */
    private boolean makeRoom(int held) {
        Map.Entry<Kind, List<JudgedLife>> widest =
                kinds.entrySet().stream()
                        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
                        .orElseThrow();
        largest = widest.getValue().size();
        if (held + 1 >= largest) {
            return false;
        }
        widest.getValue().removeLast();
        size--;
        return true;
    }

    /** In the order of their numbers. */
    List<JudgedLife> lives() {
        return kinds.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(judged -> judged.life().number()))
                .toList();
    }
}
