package dev.linger.cli.probe;

import dev.linger.cli.Asked;
import dev.linger.cli.EndBySignal;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Flag;
import dev.linger.cli.Progress;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.Trust;
import dev.linger.cli.TypedTime;
import dev.linger.life.Wording;
import dev.linger.probe.Advice;
import dev.linger.probe.Bounds;
import dev.linger.probe.Front;
import dev.linger.probe.Plan;
import dev.linger.probe.Prober;
import dev.linger.probe.Profile;
import dev.linger.probe.Standing;
import dev.linger.probe.Target;
import dev.linger.probe.UnreachableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The command {@code probe}: how a server treats connections, and what to set in front of it. */
public final class Probe {
    /** As of a program that SIGINT has ended. */
    private static final int INTERRUPTED = 130;

    private static final long REFRESH_MILLIS = 200;

    private final Asked asked;
    private final Terminal terminal;
    private final ProfileLines lines;

    /** For one run. */
    public Probe(Asked asked, Terminal terminal) {
        this.asked = asked;
        this.terminal = terminal;
        this.lines = new ProfileLines(terminal);
    }

    /** Asks. Status 0 with the whole profile, 130 with a part of it. */
    public int run() throws IOException {
        if (asked.has(Flag.DRY_RUN) && asked.has(Flag.PROFILE_JSON)) {
            throw new Refusal("--dry-run asks nothing, so that --json has nothing to write");
        }
        List<Front> fronts = fronts();
        Plan plan;
        try {
            Bounds bounds = bounds();
            Target target = Target.of(url(), Trust.of(asked));
            plan = Plan.of(asked.has(Flag.DRY_RUN) ? target : target.reachable(bounds), bounds);
        } catch (UnreachableException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
        String text = String.join("\n", lines.plan(plan)) + "\n";
        if (asked.has(Flag.DRY_RUN)) {
            terminal.print(text);
            return ExitStatus.DONE;
        }
        if (asked.has(Flag.PROFILE_JSON)) {
            terminal.err().print(text);
        } else {
            terminal.print(text + "\n");
        }
        Profile profile = ask(new Prober(plan));
        List<Advice> advice = advice(profile, fronts);
        if (asked.has(Flag.PROFILE_JSON)) {
            ProfileJson.write(profile, advice, terminal.out());
        } else {
            List<String> all = new ArrayList<>(lines.profile(profile));
            all.addAll(lines.advice(profile, advice));
            terminal.print(String.join("\n", all) + "\n");
        }
        return profile.isWhole() ? ExitStatus.DONE : INTERRUPTED;
    }

    private String url() {
        List<String> arguments = asked.arguments();
        if (arguments.size() != 1) {
            throw new Refusal(
                    arguments.isEmpty()
                            ? "probe wants a URL, as http://127.0.0.1:8080/"
                            : "probe asks one server at a time, not " + arguments.size());
        }
        return arguments.getFirst();
    }

    private Bounds bounds() {
        Bounds usual = Bounds.defaults();
        String wait = asked.value(Flag.MAX_WAIT);
        String cap = asked.value(Flag.CAP);
        String method = asked.value(Flag.BODY_METHOD);
        if (method != null && !method.matches("[A-Za-z]{1,20}")) {
            throw new Refusal("--body-method " + Wording.printable(method) + ": that is no method");
        }
        try {
            return new Bounds(
                    wait == null ? usual.maxWait() : TypedTime.parse(Flag.MAX_WAIT, wait),
                    cap == null ? usual.requests() : (int) Asked.number(Flag.CAP, cap, 2, 100_000),
                    method == null ? usual.bodyMethod() : method.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Refusal("--max-wait: " + e.getMessage());
        }
    }

    private List<Front> fronts() {
        List<Front> fronts = new ArrayList<>();
        for (String typed : asked.values(Flag.FRONT)) {
            fronts.add(
                    Arrays.stream(Front.values())
                            .filter(front -> front.word().equals(typed))
                            .findFirst()
                            .orElseThrow(() -> noFront(typed)));
        }
        return fronts;
    }

    private static Refusal noFront(String typed) {
        return new Refusal(
                "--front "
                        + Wording.printable(typed)
                        + ": must be one of "
                        + String.join(", ", Front.words()));
    }

    private Profile ask(Prober prober) {
        CountDownLatch done = new CountDownLatch(1);
        Progress progress = new Progress(terminal);
        Thread showing = Thread.ofVirtual().start(() -> show(prober, progress, done));
        try (EndBySignal _ = new EndBySignal(prober::stop, INTERRUPTED)) {
            return prober.run();
        } catch (UnreachableException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        } finally {
            done.countDown();
            join(showing);
            progress.erase();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void show(Prober prober, Progress progress, CountDownLatch done) {
        try {
            while (!done.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.show(_ -> line(prober.standing()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(Standing standing) {
        Duration left = standing.left();
        return standing.answered()
                + " of "
                + standing.questions()
                + " questions answered"
                + (standing.waitingFor().isEmpty() ? "" : "; " + standing.waitingFor())
                + "; at most "
                + (left.toSeconds() + 1)
                + " s left";
    }

    private static List<Advice> advice(Profile profile, List<Front> fronts) {
        if (fronts.isEmpty()) {
            return Advice.ofFronts(profile);
        }
        List<Advice> advice = new ArrayList<>();
        for (Front front : fronts) {
            advice.add(Advice.ofFront(front, profile));
            advice.add(Advice.behind(front, profile));
        }
        return advice;
    }
}
