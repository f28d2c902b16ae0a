package dev.linger.lab.cast;

import dev.linger.lab.Act;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Acts as they are collected, by the words of their stories. Not thread-safe. */
final class Acts {
    private final Map<String, List<Act>> all = new LinkedHashMap<>();

    void add(String story, Act act) {
        all.computeIfAbsent(story, _ -> new ArrayList<>()).add(act);
    }

    void addAll(Map<String, List<Act>> others) {
        others.forEach((story, acts) -> acts.forEach(act -> add(story, act)));
    }

    Map<String, List<Act>> all() {
        return all;
    }
}
