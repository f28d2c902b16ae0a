package dev.linger.lab;

import java.io.IOException;
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
    /** Two causes are told apart by 50 ms in packets, and by 100 ms in ledgers. */
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
            case OWN_NETWORK -> Network.mayHaveOwn() ? "" : act.needs().words();
            case PACKET_RULES ->
                    Network.mayHaveOwn() && Program.isHere("nft") ? "" : act.needs().words();
            case BROWSER -> Program.isHere("chromium") ? "" : act.needs().words();
        };
    }

    /**
     * Plays these, and waits for all.
     *
     * @param done is told of each act as it ends, one at a time, in any order
     * @return the acts in the order of their stories
     */
    public List<Outcome> play(List<Story> stories, Consumer<Outcome> done)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
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

    private Outcome play(Story story, Act act, Pulse pulse)
            throws IOException, InterruptedException {
        String lacks = lacks(act);
        if (!lacks.isEmpty()) {
            return Outcome.lacking(story, act, lacks);
        }
        for (int plays = 1; ; plays++) {
            long begin = System.nanoTime();
            Outcome outcome = perform(story, act, plays);
            boolean wasLate = pulse.worstSince(begin) > TOO_LATE_NANOS;
            if (outcome.isAsExpected() || !wasLate || plays == MOST_PLAYS) {
                return outcome;
            }
        }
    }

    private static Outcome perform(Story story, Act act, int plays)
            throws IOException, InterruptedException {
        if (!act.needs().isOwnNetwork()) {
            return new Play(story, act, Network.ofHost()).perform(plays);
        }
        CompletableFuture<Outcome> performed = new CompletableFuture<>();
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
        return performed.join();
    }
}
