package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import dev.linger.life.Wording;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that are looked at in each picture. One that begins to hold is told once: on the error
 * output, to a command, to a webhook; and again when it has ceased and holds anew.
 */
final class Alarms implements AutoCloseable {
    private static final File NOTHING = new File("/dev/null");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Alarm> alarms;
    private final @Nullable String command;
    private final @Nullable URI webhook;
    private final PrintStream err;
    private final Set<Alarm> raised = new LinkedHashSet<>();
    private final Set<Alarm> unmeasured = new HashSet<>();
    private final Map<Alarm, Process> running = new HashMap<>();
    private final List<Thread> posting = new ArrayList<>();

    Alarms(
            List<Alarm> alarms,
            @Nullable String command,
            @Nullable String webhook,
            PrintStream err) {
        this.alarms = List.copyOf(alarms);
        this.command = command;
        this.webhook = webhook == null ? null : uri(webhook);
        this.err = err;
        if (alarms.isEmpty() && (command != null || webhook != null)) {
            throw new Refusal("--run and --post tell of an --alarm, and there is none");
        }
    }

    private static URI uri(String typed) {
        try {
            URI uri = URI.create(typed);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as any other that is none.
        }
        throw new Refusal(
                "--post "
                        + Wording.printable(typed)
                        + ": must be a URL that begins with http:// or https://");
    }

    /** Tells of what holds now; whether anything does. */
    boolean look(Snapshot picture) {
        posting.removeIf(thread -> !thread.isAlive());
        for (Alarm alarm : alarms) {
            if (alarm.isUnknownIn(picture) && unmeasured.add(alarm)) {
                err.println(
                        "alarm: "
                                + alarm.text()
                                + " cannot be measured here: sockets are read from "
                                + picture.source());
            }
            if (!alarm.isRaisedBy(picture)) {
                raised.remove(alarm);
            } else if (raised.add(alarm)) {
                err.println("alarm: " + sentence(alarm, picture));
                tell(alarm, picture);
            }
        }
        return !raised.isEmpty();
    }

    /** Whether some measure was not known in some picture. */
    boolean lackMeasure() {
        return !unmeasured.isEmpty();
    }

    /** Those that hold, each with its value in this picture. */
    List<String> raised(Snapshot picture) {
        return raised.stream().map(alarm -> sentence(alarm, picture)).toList();
    }

    private static String sentence(Alarm alarm, Snapshot picture) {
        return alarm.text() + " (now " + alarm.now(picture) + ")";
    }

    private void tell(Alarm alarm, Snapshot picture) {
        try {
            if (command != null) {
                run(command, alarm, picture);
            }
            URI url = webhook;
            if (url != null) {
                String json = PictureJson.alarm(alarm, picture);
                posting.add(Thread.startVirtualThread(() -> post(url, alarm, json)));
            }
        } catch (IOException e) {
            notPassedOn(alarm, e);
        }
    }

    private void notPassedOn(Alarm alarm, IOException reason) {
        String said = reason.getMessage();
        String why =
                said != null
                        ? said
                        : reason instanceof ConnectException
                                ? "no connection could be opened"
                                : reason.toString();
        err.println("alarm: " + alarm.text() + " could not be passed on: " + why);
    }

    /** The command sees the alarm in its environment, and is not waited for. */
    private void run(String command, Alarm alarm, Snapshot picture) throws IOException {
        Process last = running.get(alarm);
        if (last != null && last.isAlive()) {
            err.println(
                    "alarm: "
                            + alarm.text()
                            + ": its command still runs since the last time, and was not started"
                            + " again");
            return;
        }
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.environment().put("LINGER_ALARM", alarm.text());
        builder.environment().put("LINGER_VALUE", Alarm.plain(alarm.value(picture)));
        builder.environment().put("LINGER_NOW", alarm.now(picture));
        builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        running.put(alarm, builder.start());
    }

    private void post(URI url, Alarm alarm, String json) {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            // A request's time is over with the head of its answer, whose body may be without end.
            int status = client.send(request, BodyHandlers.ofInputStream()).statusCode();
            if (status >= 300) {
                err.println(
                        "alarm: " + alarm.text() + " was answered with " + status + " by " + url);
            }
        } catch (IOException e) {
            notPassedOn(alarm, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
        }
    }

    /** Waits until the webhook knows of all of them, some seconds at most. */
    @Override
    public void close() {
        long end = System.nanoTime() + PATIENCE.multipliedBy(2).toNanos();
        try {
            for (Thread thread : posting) {
                thread.join(Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
