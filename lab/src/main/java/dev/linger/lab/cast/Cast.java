package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Story;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other software for the stories. */
public final class Cast {
    private static final List<ServerProgram> SERVERS =
            List.of(new Nginx(), new Apache(), new Haproxy(), new Go(), new Node(), new Python());

    /**
     * A story with other software in it.
     *
     * @param story as it is
     * @param acts that the others play
     */
    private record Recast(Story story, List<Act> acts) implements Story {
        @Override
        public String word() {
            return story.word();
        }

        @Override
        public String title() {
            return story.title();
        }

        @Override
        public String lesson() {
            return story.lesson();
        }
    }

    private Cast() {}

    /** All words of software, servers first. */
    public static List<String> words() {
        Set<String> words = new LinkedHashSet<>();
        SERVERS.forEach(one -> words.add(one.word()));
        ClientProgram.all().forEach(one -> words.add(one.word()));
        return List.copyOf(words);
    }

    /** Those of which the programs are on the PATH. */
    public static List<String> installed() {
        Set<String> words = new LinkedHashSet<>();
        for (ServerProgram one : SERVERS) {
            if (one.programs().stream().allMatch(Cast::isInstalled)) {
                words.add(one.word());
            }
        }
        for (ClientProgram one : ClientProgram.all()) {
            if (isInstalled(one.program())) {
                words.add(one.word());
            }
        }
        return List.copyOf(words);
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * These stories, each with the acts that this software can play; those without one left out.
     */
    public static List<Story> in(List<Story> stories, Collection<String> software) {
        Map<String, List<Act>> acts = new LinkedHashMap<>();
        for (ServerProgram one : SERVERS) {
            if (software.contains(one.word())) {
                ServerParts.of(one)
                        .forEach((word, all) ->
                                acts.computeIfAbsent(word, _ -> new ArrayList<>()).addAll(all));
            }
        }
        for (ClientProgram one : ClientProgram.all()) {
            if (software.contains(one.word())) {
                acts.computeIfAbsent(one.story(), _ -> new ArrayList<>()).add(one.act());
            }
        }
        return stories.stream()
                .filter(story -> acts.containsKey(story.word()))
                .<Story>map(story -> new Recast(story, acts.getOrDefault(story.word(), List.of())))
                .toList();
    }
}
