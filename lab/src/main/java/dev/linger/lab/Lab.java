package dev.linger.lab;

import dev.linger.linux.Linux;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Plays stories, several acts side by side. Thread-safe. */
public final class Lab {
    /** Below what causes are told apart by: 50 ms in packets, 100 ms in our server's ledger. */
    private static final long TOO_LATE_NANOS = 30_000_000;

    private static final int MOST_PLAYS = 5;

    private final int sideBySide;

    /**
     * @param sideBySide how many acts play at a time
     */
    public Lab(int sideBySide) {
        this.sideBySide = sideBySide;
    }

    /** Why this act cannot be played here: "root on Linux, ..."; empty where it can. */
    public static String lacks(Act act) throws InterruptedException {
        return switch (act.needs()) {
            case NOTHING -> "";
            case LINUX -> Linux.isHere() ? "" : act.needs().words();
            case PACKETS -> seesPackets() ? "" : act.needs().words();
            case OWN_NETWORK -> Network.mayHaveOwn() ? "" : act.needs().words();
            case PACKET_RULES -> Network.mayHaveRules() ? "" : act.needs().words();
            case BROWSER -> Program.browser().isPresent() ? "" : act.needs().words();
        };
    }

    /** Whether this process may look at packets; else the other views look alone. */
    public static boolean seesPackets() {
        return Linux.isHere() && PacketView.isPossible();
    }

    /**
     * Plays these, and waits for all.
     *
     * @param done is told of each act as it ends, one at a time, in any order
     * @return the acts in the order of their stories
     */
    public List<Outcome> play(List<Story> stories, Consumer<Outcome> done)
            throws InterruptedException {
        try (Pulse pulse = new Pulse();
                ExecutorService stage =
                        Executors.newFixedThreadPool(
                                sideBySide, Thread.ofPlatform().name("act-", 1).factory())) {
            List<Future<Outcome>> playing = new ArrayList<>();
            for (Story story : stories) {
                for (Act act : story.acts()) {
                    Callable<Outcome> play = () -> tell(play(story, act, pulse), done);
                    playing.add(stage.submit(play));
                }
            }
            try {
                return ended(playing);
            } catch (InterruptedException e) {
                stage.shutdownNow();
                throw e;
            }
        }
    }

    private static List<Outcome> ended(List<Future<Outcome>> playing) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (Future<Outcome> one : playing) {
                outcomes.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an act could not be played: " + e.getCause(), e);
        }
        return outcomes;
    }

    private synchronized Outcome tell(Outcome outcome, Consumer<Outcome> done) {
        done.accept(outcome);
        return outcome;
    }

    private static Outcome play(Story story, Act act, Pulse pulse) throws InterruptedException {
        String lacks = lacks(act);
        if (!lacks.isEmpty()) {
            return Outcome.lacking(story, act, lacks);
        }
        for (int plays = 1; ; plays++) {
            long begin = System.nanoTime();
            Performed performed = perform(story, act, plays);
            Outcome outcome = performed.outcome();
            boolean wasLate = performed.wasLate() || pulse.worstSince(begin) > TOO_LATE_NANOS;
            if (outcome.isAsExpected() || !wasLate || plays == MOST_PLAYS) {
                return outcome;
            }
        }
    }

    /** What fails beside its script ends an act, too, and no other. */
    private static Performed perform(Story story, Act act, int plays) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            return act.needs().isOwnNetwork()
                    ? performInOwnNetwork(story, act, plays)
                    : new Play(story, act, Network.ofHost()).perform(plays);
        } catch (IOException | RuntimeException | ExecutionException e) {
            Throwable cause =
                    e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            return new Performed(Outcome.failed(story, act, plays, took, cause), false);
        }
    }

    private static Performed performInOwnNetwork(Story story, Act act, int plays)
            throws ExecutionException, InterruptedException {
        CompletableFuture<Performed> performed = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .name("own network")
                        .start(() -> {
                            try {
                                Play play = new Play(story, act, Network.own());
                                performed.complete(play.perform(plays));
                            } catch (Throwable e) {
                                performed.completeExceptionally(e);
                            }
                        });
        try {
            return performed.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            thread.join();
            throw e;
        }
    }
}
