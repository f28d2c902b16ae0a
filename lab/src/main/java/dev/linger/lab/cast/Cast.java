package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Story;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Other software for the stories. */
public final class Cast {
    private static final List<Player> PLAYERS =
            Stream.of(
                            Stream.of(
                                            new Nginx(),
                                            new Apache(),
                                            new Haproxy(),
                                            new Caddy(),
                                            new Go(),
                                            new Node(),
                                            new Python(),
                                            new Tomcat(),
                                            new Jetty(),
                                            new Undertow(),
                                            new Jdk())
                                    .map(ServerParts::new),
                            Stream.of(new NginxBeforeServers()),
                            Stream.of(
                                            new JavaClient("jdk", "", "jdk.httpclient"),
                                            new JavaClient("okhttp", "okhttp-jvm", ""),
                                            new JavaClient("httpclient", "httpclient5", ""),
                                            new GoClient(),
                                            new NodeClient(),
                                            new PythonClient())
                                    .map(ClientParts::new),
                            ClientProgram.all().stream(),
                            Stream.of(new Wrk()))
                    .<Player>flatMap(players -> players)
                    .toList();

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
        return PLAYERS.stream().map(Player::word).distinct().toList();
    }

    /** Those that can be started here. */
    public static List<String> installed() {
        return PLAYERS.stream().filter(Player::isHere).map(Player::word).distinct().toList();
    }

    /**
     * These stories, each with the acts that this software can play; those without one left out.
     */
    public static List<Story> in(List<Story> stories, Collection<String> software) {
        Acts acts = new Acts();
        PLAYERS.stream()
                .filter(one -> software.contains(one.word()) && one.isHere())
                .forEach(one -> acts.addAll(one.acts()));
        Map<String, List<Act>> all = acts.all();
        return stories.stream()
                .filter(story -> all.containsKey(story.word()))
                .<Story>map(story -> new Recast(story, all.getOrDefault(story.word(), List.of())))
                .toList();
    }
}
