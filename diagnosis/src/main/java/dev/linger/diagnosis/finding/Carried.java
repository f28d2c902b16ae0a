package dev.linger.diagnosis.finding;

import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** On how many connections something was spoken that cannot be read. Not thread-safe. */
public final class Carried {
    private long tls;
    private long foreign;
    private long unread;

    void add(Talk talk) {
        if (talk instanceof Talk.Tls) {
            tls++;
        } else if (talk instanceof Talk.Other) {
            foreign++;
        } else if (talk instanceof Talk.Unseen || talk instanceof Talk.Counted) {
            unread++;
        }
    }

    /** {@code 3 connections carried TLS}; empty where there was nothing of that sort. */
    public String words() {
        List<String> kinds = new ArrayList<>();
        add(kinds, tls, "TLS");
        add(kinds, foreign, "a protocol that is neither HTTP/1 nor TLS");
        add(kinds, unread, "data that was not captured");
        if (kinds.isEmpty()) {
            return "";
        }
        String connections = Wording.count(tls + foreign + unread, "connection") + " carried ";
        return kinds.size() == 1
                ? connections + kinds.getFirst().substring(kinds.getFirst().indexOf(' ') + 1)
                : connections + "what cannot be read here: " + String.join(", ", kinds);
    }

    private static void add(List<String> kinds, long count, String what) {
        if (count > 0) {
            kinds.add(Wording.count(count) + " " + what);
        }
    }
}
