package dev.linger.cli.live.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.life.Weight;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A scene that plays as found, and again with what its finding advised. */
public final class Cure {
    /** What the programs do, with these settings. */
    @FunctionalInterface
    public interface Script {
        void play(Stage stage, Settings settings) throws Exception;
    }

    private static final double TOLERANCE = 1.5;

    /** Of fewer, one more or less would be more than the tolerance. */
    private static final double FEWEST = 5;

    private final String id;
    private final Scene before;
    private final Scene after;

    private Cure(String name, String id, Script script) {
        this.id = id;
        before = Scene.of(name + "-before", stage -> script.play(stage, Settings.asFound()));
        after =
                Scene.after(
                        before,
                        name + "-after",
                        stage -> script.play(stage, Settings.asAdvised(found().changes())));
    }

    /**
     * Begins to play.
     *
     * @param name of the two captures
     * @param id of the finding that must be made and obeyed
     */
    public static Cure of(String name, String id, Script script) {
        return new Cure(name, id, script);
    }

    /** The finding of that id in the first scene. */
    public Finding found() {
        List<Finding> all = before.findings();
        return all.stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError(before + " has no " + id + "; " + Scene.describe(all)));
    }

    /** Fails unless it weighs this, and says each of these of the cause. */
    public Cure finds(Weight weight, String... causes) {
        Finding found = found();
        String told = found.what() + "; " + found.because() + "; " + found.costs();
        assertEquals(weight, found.weight(), () -> Scene.describe(List.of(found)));
        for (String cause : causes) {
            assertTrue(told.contains(cause), () -> "no \"" + cause + "\" in: " + told);
        }
        return this;
    }

    /** Fails unless nothing of that id remains, or a notice. */
    public Cure helps() {
        List<Finding> left =
                after.findings().stream()
                        .filter(finding -> finding.id().equals(id))
                        .filter(finding -> finding.weight().compareTo(Weight.NOTICE) < 0)
                        .toList();
        assertEquals(List.of(), left, () -> after + " still has: " + Scene.describe(left));
        return this;
    }

    /** Fails unless this figure of the finding came true, within a factor of 1.5. */
    public Cure predicts(String figure, ToDoubleFunction<ServerTraffic> measured) {
        double expected = figure(figure);
        double actual = measured.applyAsDouble(server(after));
        assertTrue(
                comesTrue(expected, actual),
                () -> figure + " is " + expected + ", and it became " + actual);
        return this;
    }

    /**
     * The same of a rate. The second scene asks as much as the first, in whatever time; so much
     * that what is counted is no small number.
     */
    public Cure predictsPerSecond(String figure, ToDoubleFunction<ServerTraffic> counted) {
        double seconds = Math.max(1, server(before).all().activeSeconds());
        double expected = figure(figure) * seconds;
        double actual = counted.applyAsDouble(server(after));
        assertTrue(
                expected >= FEWEST && comesTrue(expected, actual),
                () -> figure + " makes " + expected + ", and it became " + actual);
        return this;
    }

    private double figure(String name) {
        Double value = found().figures().get(name);
        assertNotNull(value, () -> "no " + name + " in " + found().figures());
        return value;
    }

    private static boolean comesTrue(double expected, double actual) {
        return actual == expected
                || (actual <= expected * TOLERANCE && actual >= expected / TOLERANCE);
    }

    /** The busiest server endpoint of a scene. */
    private static ServerTraffic server(Scene scene) {
        return scene.traffic().servers().getFirst();
    }
}
