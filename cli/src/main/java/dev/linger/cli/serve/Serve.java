package dev.linger.cli.serve;

import dev.linger.cli.Addresses;
import dev.linger.cli.Asked;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.TypedTime;
import dev.linger.life.Wording;
import dev.linger.server.AccessLog;
import dev.linger.server.Deadlines;
import dev.linger.server.DrainReport;
import dev.linger.server.Handler;
import dev.linger.server.Listener;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The command {@code serve}: a server that shows what it does, until it is stopped. */
public final class Serve {
    private final Choices choices;
    private final Terminal terminal;
    private final @Nullable Certificates certificates;
    private final Settings settings;
    private final Duration drain;
    private final Tally tally = new Tally();
    private final Screen screen;
    private final @Nullable AccessLog log;
    private final Server server;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Serve(Asked asked, Terminal terminal) {
        this.choices = new Choices(asked);
        this.terminal = terminal;
        this.certificates = choices.certificates();
        this.settings =
                certificates == null
                        ? choices.settings()
                        : choices.settings().withTls(certificates.tls());
        this.drain = choices.drain();
        Handler handler = choices.handler();
        Headers headers = choices.showsHeaders() ? new Headers(handler) : null;
        this.log = choices.accessLog();
        this.screen = new Screen(terminal, choices, headers, this::stop);
        List<Listener> listeners = new ArrayList<>(List.of(tally, screen));
        if (log != null) {
            listeners.add(log);
        }
        try {
            this.server =
                    Server.start(
                            settings,
                            headers == null ? handler : headers,
                            listeners.toArray(Listener[]::new));
        } catch (IOException e) {
            throw new Refusal(String.valueOf(e.getMessage()));
        }
    }

    /** Serves until the process is asked to end, and then ends orderly, with status 0. */
    public static int run(Asked asked, Terminal terminal) throws IOException {
        Serve serve = start(asked, terminal);
        Thread asking = Thread.currentThread();
        Thread hook =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            serve.stop();
                            join(asking);
                            // A process that ends by a signal would have that one's status.
                            Runtime.getRuntime().halt(ExitStatus.DONE);
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        return serve.untilStopped();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts to serve, and says where. */
    public static Serve start(Asked asked, Terminal terminal) throws IOException {
        Serve serve = new Serve(asked, terminal);
        serve.say(serve.opening());
        serve.screen.begin();
        return serve;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Lets {@link #untilStopped} go on to its end. */
    public void stop() {
        stopped.countDown();
    }

    /** Shows what happens until it is stopped, and sums up. */
    public int untilStopped() throws IOException {
        try {
            boolean isWatched = terminal.errIsTerminal() && !"dumb".equals(System.getenv("TERM"));
            long before = 0;
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                renewCertificates();
                if (isWatched) {
                    long now = server.ledger().exchanges();
                    screen.stand(StatusBlock.lines(server.phases(), server.ledger(), now - before));
                    before = now;
                }
            }
            return end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            server.close();
            return ExitStatus.FAILED;
        }
    }

    private void renewCertificates() {
        Tls fresh = certificates == null ? null : certificates.changed(screen::told);
        if (fresh != null) {
            server.tls(fresh);
        }
    }

    private int end() throws IOException, InterruptedException {
        DrainReport report = server.drain(drain);
        if (log != null) {
            close(log);
        }
        screen.close();
        say(Summary.lines(server, tally, report, drain, terminal));
        return ExitStatus.DONE;
    }

    private void close(AccessLog file) {
        try {
            file.close();
        } catch (IOException e) {
            screen.told(String.valueOf(e.getMessage()));
        }
    }

    /** To people: the output is the machine's where it is JSON. */
    private void say(List<String> lines) throws IOException {
        String text = String.join("\n", lines) + "\n";
        if (choices.isJson()) {
            terminal.err().write(text.getBytes(StandardCharsets.UTF_8));
            terminal.err().flush();
        } else {
            terminal.print(text);
        }
    }

    private List<String> opening() {
        Deadlines deadlines = settings.deadlines();
        String all = address().getAddress().isAnyLocalAddress() ? " (all addresses)" : "";
        String first = settings.firstClose().name().toLowerCase(Locale.ROOT);
        String scheme = certificates == null ? "http" : "https";
        List<String> lines = new ArrayList<>();
        lines.add(
                choices.subject()
                        + " at "
                        + scheme
                        + "://"
                        + Addresses.text(address())
                        + "/"
                        + all
                        + "; Ctrl-C ends it");
        lines.add(
                Wording.count(settings.loops(), "loop")
                        + "; head "
                        + TypedTime.text(deadlines.head())
                        + ", body "
                        + TypedTime.text(deadlines.body().stall())
                        + ", write "
                        + TypedTime.text(deadlines.write().stall())
                        + ", idle "
                        + TypedTime.text(deadlines.idle())
                        + ", handler "
                        + TypedTime.text(deadlines.handler())
                        + ", age "
                        + TypedTime.text(deadlines.age())
                        + "; the "
                        + first
                        + " closes first");
        String remark = certificates == null ? null : certificates.remark();
        if (remark != null) {
            lines.add(remark);
        }
        return lines;
    }
}
