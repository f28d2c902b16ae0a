package dev.linger.cli.live.scene;

import static org.junit.jupiter.api.Assertions.fail;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.rule.Findings;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Weight;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Real programs that talk under a capture, and what Linger says of their connections. A scene plays
 * beside others from the moment it is made; a test that asks it waits for its end.
 */
public final class Scene {
    /** What the programs do. Everything that the stage started is stopped afterwards. */
    @FunctionalInterface
    public interface Script {
        void play(Stage stage) throws Exception;
    }

    /** As long as it is not closed, no scene plays. */
    @FunctionalInterface
    public interface Quiet extends AutoCloseable {
        @Override
        void close();
    }

    /** What Linger says of the capture. */
    private record Told(List<JudgedLife> lives, Traffic traffic, List<Finding> findings) {}

    private static final String ANY_NUMBER = "*";
    private static final int MOST = 6;
    private static final Semaphore AT_ONCE = new Semaphore(MOST, true);

    /** What the present test has asked. */
    private static final ThreadLocal<Set<Scene>> ASKED = ThreadLocal.withInitial(HashSet::new);

    private final String name;
    private final Script script;
    private volatile CompletableFuture<Told> played = new CompletableFuture<>();

    private Scene(String name, Script script) {
        this.name = name;
        this.script = script;
    }

    /** A test begins. */
    public static void noneAsked() {
        ASKED.get().clear();
    }

    /** The scenes that the present test asked begin anew. */
    public static void playAskedAnew() {
        for (Scene scene : ASKED.get()) {
            scene.played = new CompletableFuture<>();
            scene.begin(scene::play);
        }
    }

    /** Waits until none plays, and lets none begin before the result is closed. */
    public static Quiet quiet() {
        AT_ONCE.acquireUninterruptibly(MOST);
        return () -> AT_ONCE.release(MOST);
    }

    private void begin(Runnable playing) {
        Thread.ofVirtual().name("scene " + name).start(playing);
    }

    /**
     * Begins to play.
     *
     * @param name of the capture that stays in {@code target/live} for whoever wants to look
     */
    public static Scene of(String name, Script script) {
        Scene scene = new Scene(name, script);
        scene.begin(scene::play);
        return scene;
    }

    /** Begins to play when another scene has ended, and not at all if that one could not. */
    public static Scene after(Scene first, String name, Script script) {
        Scene scene = new Scene(name, script);
        scene.begin(() -> scene.playAfter(first));
        return scene;
    }

    private void playAfter(Scene first) {
        try {
            first.played.join();
        } catch (CompletionException failed) {
            played.completeExceptionally(failed.getCause());
            return;
        }
        play();
    }

    private void play() {
        AT_ONCE.acquireUninterruptibly();
        try {
            Path capture;
            try (Stage stage = new Stage(name)) {
                script.play(stage);
                capture = stage.finish();
            }
            played.complete(told(capture));
        } catch (Throwable failure) {
            played.completeExceptionally(failure);
        } finally {
            AT_ONCE.release();
        }
    }

    private static Told told(Path capture) throws Exception {
        List<JudgedLife> lives = new ArrayList<>();
        Traffic traffic = new Traffic();
        Judge judge =
                Judge.withSecondLook(life -> {
                    lives.add(life);
                    traffic.accept(life);
                });
        Flows flows = new Flows(judge::accept);
        try (CaptureReader reader = CaptureReader.open(capture)) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
        judge.finish();
        return new Told(lives, traffic, Findings.in(traffic, judge.idleTimeouts()));
    }

    /** The connections of a capture. */
    public static List<JudgedLife> livesOf(Path capture) throws Exception {
        return told(capture).lives();
    }

    /** The connections of this scene; where it could not be played, says why. */
    public List<JudgedLife> lives() {
        return told().lives();
    }

    /** Its connections, counted. */
    Traffic traffic() {
        return told().traffic();
    }

    /** What was found, heaviest first. */
    public List<Finding> findings() {
        return told().findings();
    }

    private Told told() {
        ASKED.get().add(this);
        try {
            return played.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException sentence ->
                        throw sentence; // skips a test that lacks a program
                case Error sentence -> throw sentence;
                default -> throw failed;
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Fails where anything was found that weighs more than a notice. */
    public void raisesNoAlarm() {
        List<Finding> alarms =
                findings().stream()
                        .filter(finding -> finding.weight().compareTo(Weight.NOTICE) < 0)
                        .toList();
        if (!alarms.isEmpty()) {
            fail("target/live/" + name + ".pcap: " + describe(alarms));
        }
    }

    /** These findings in the words of a failing test. */
    public static String describe(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(finding.weight().word()).append(' ').append(finding.id());
            text.append(": ").append(finding.what()).append("; ").append(finding.because());
            text.append("; ").append(finding.costs());
            text.append(' ').append(finding.figures()).append('\n');
        }
        return text.toString();
    }

    /**
     * Fails unless exactly these connections were seen.
     *
     * @param claims each {@code COUNT CAUSE DECIDED-BY CLOSED-FIRST MANNER PHASE}, as in {@code "6
     *     idle-timeout server server fin idle"}; {@code *} where the scene leaves it open (a count
     *     may be 0 then), {@code a|b} where it leaves two
     */
    public void ends(String... claims) {
        List<JudgedLife> left = new ArrayList<>(lives());
        List<String> unfulfilled = new ArrayList<>();
        for (String claim : claims) {
            String[] words = claim.split(" ", 2);
            boolean counted = !words[0].equals(ANY_NUMBER);
            int missing = counted ? Integer.parseInt(words[0]) : left.size();
            for (JudgedLife life : List.copyOf(left)) {
                if (missing > 0 && fits(life, words[1])) {
                    left.remove(life);
                    missing--;
                }
            }
            if (counted && missing > 0) {
                unfulfilled.add(missing + " of " + claim);
            }
        }
        if (!left.isEmpty() || !unfulfilled.isEmpty()) {
            fail(complaint(unfulfilled, left));
        }
    }

    private static boolean fits(JudgedLife life, String claim) {
        String[] expected = claim.split(" ", -1);
        String[] actual = words(life).split(" ", -1);
        for (int at = 0; at < actual.length; at++) {
            boolean any = expected[at].equals("*");
            if (!any && !List.of(expected[at].split("\\|", -1)).contains(actual[at])) {
                return false;
            }
        }
        return true;
    }

    private static String words(JudgedLife judged) {
        var closing = judged.verdict().closing();
        return String.join(
                " ",
                closing.cause().word(),
                closing.decidedBy().word(),
                closing.closedFirst().word(),
                closing.manner().word(),
                closing.phase().word());
    }

    private String complaint(List<String> unfulfilled, List<JudgedLife> left) {
        StringBuilder text = new StringBuilder("target/live/" + name + ".pcap");
        unfulfilled.forEach(claim -> text.append("\n  missing: ").append(claim));
        for (JudgedLife life : left) {
            text.append("\n  instead: ").append(words(life)).append(" (");
            text.append(life.life().client()).append(" to ").append(life.life().server());
            text.append(", ").append(life.verdict().confidence().word()).append(')');
            for (Evidence evidence : life.verdict().evidence()) {
                text.append("\n    packet ").append(evidence.at().packet());
                text.append(": ").append(evidence.says());
            }
            life.verdict().notes().forEach(note -> text.append("\n    note: ").append(note));
        }
        return text.toString();
    }
}
