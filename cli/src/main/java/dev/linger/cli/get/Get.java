package dev.linger.cli.get;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.linger.cli.Asked;
import dev.linger.cli.EndBySignal;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.client.BadResponseException;
import dev.linger.client.BrokenExchangeException;
import dev.linger.client.Explained;
import dev.linger.client.LingerClient;
import dev.linger.client.NotConnectedException;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.probe.Encounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The command {@code get}: requests, and what their connections went through. */
public final class Get {
    private final Choices choices;
    private final int times;
    private final int parallel;
    private final Duration pause;
    private final Terminal terminal;
    private final Told told;
    private final Many many;
    private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile boolean closing;

    /** For one run. */
    public Get(Asked asked, Terminal terminal) throws IOException {
        this.choices = new Choices(asked);
        this.times = choices.times();
        this.parallel = choices.parallel();
        this.pause = choices.pause();
        this.terminal = terminal;
        this.many = new Many(terminal, choices);
        this.told = new Told(this::ended);
    }

    /** Asks. Status 0 where every request was answered, 1 where some were not. */
    public int run() throws IOException {
        Wanted request = choices.request();
        try (LingerClient client = choices.client().listener(told).build()) {
            return times == 1 ? alone(client, request) : many(client, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private int alone(LingerClient client, Wanted request)
            throws IOException, InterruptedException {
        Visit visit = visit(client, request, 1);
        if (choices.isJson()) {
            new VisitJson(terminal.out()).write(visit);
        } else if (visit instanceof Visit.Answered answered) {
            List<String> lines = VisitLines.alone(answered);
            if (choices.output().isPresent() || choices.isUnread()) {
                terminal.print(String.join("\n", lines) + "\n");
            } else {
                terminal.out().flush();
                lines.forEach(terminal.err()::println);
            }
        }
        if (visit instanceof Visit.Failed failed) {
            throw new Refusal(
                    failed.isUnheard()
                            ? Encounter.explain(request.uri(), choices.context(), failed.sentence())
                            : failed.sentence());
        }
        return ExitStatus.DONE;
    }

    private int many(LingerClient client, Wanted request) throws IOException, InterruptedException {
        many.begin();
        AtomicInteger next = new AtomicInteger();
        List<Thread> asking = new ArrayList<>();
        try (EndBySignal _ = new EndBySignal(() -> stop(asking))) {
            for (int at = 0; at < Math.min(parallel, times); at++) {
                asking.add(
                        Thread.ofVirtual()
                                .unstarted(() -> askOrStop(client, request, next, asking)));
            }
            asking.forEach(Thread::start);
            for (Thread one : asking) {
                one.join();
            }
            RuntimeException met = fault.get();
            if (met != null) {
                throw met;
            }
            closing = true;
            client.shutdownNow();
            return many.end(client.ledger());
        }
    }

    /** A fault of the program's own ends all: what it left undone is no answer and no failure. */
    private void askOrStop(
            LingerClient client, Wanted request, AtomicInteger next, List<Thread> asking) {
        try {
            askOnAndOn(client, request, next);
        } catch (RuntimeException e) {
            fault.compareAndSet(null, e);
            stop(asking);
        }
    }

    private void stop(List<Thread> asking) {
        stopped = true;
        asking.forEach(Thread::interrupt);
    }

    private void askOnAndOn(LingerClient client, Wanted request, AtomicInteger next) {
        try {
            int number = next.incrementAndGet();
            while (number <= times && !stopped && !many.isBroken()) {
                many.show(visit(client, request, number));
                number = next.incrementAndGet();
                if (number <= times && pause.isPositive()) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException _) {
            stopped = true;
        }
    }

    private Visit visit(LingerClient client, Wanted request, int number)
            throws InterruptedException {
        told.begin();
        try {
            BodyHandler<String> handler = handler();
            HttpResponse<String> response =
                    client.send(request, choices.showsHeader() ? afterHeader(handler) : handler);
            long connection = Long.parseLong(response.connectionLabel().orElse("0"));
            return told.take(connection)
                    .<Visit>map(exchange ->
                            new Visit.Answered(
                                    number, exchange, response.headers(), told.ended(connection)))
                    .orElseGet(() ->
                            new Visit.Failed(
                                    number,
                                    response.statusCode() + ", and its end was not seen",
                                    false,
                                    told.ended(connection)));
        } catch (IOException e) {
            Optional<JudgedLife> life =
                    e instanceof Explained explained ? explained.life() : Optional.empty();
            return new Visit.Failed(number, String.valueOf(e.getMessage()), isUnheard(e), life);
        }
    }

    private static boolean isUnheard(IOException e) {
        return switch (e) {
            case BrokenExchangeException broken -> isUnheard(broken.life());
            case BadResponseException bad -> isUnheard(bad.life());
            case NotConnectedException _ -> false;
            case SSLException _, SocketException _ -> true;
            default -> false;
        };
    }

    private static boolean isUnheard(Optional<JudgedLife> life) {
        return life.filter(one -> isUnheard(one.verdict().closing())).isPresent();
    }

    private static boolean isUnheard(Closing closing) {
        return switch (closing.cause()) {
            case NO_RESPONSE -> true;
            case BAD_MESSAGE, TLS_FAILED -> closing.phase() != Phase.RESPONSE_BODY;
            default -> false;
        };
    }

    /** What is done with a body; its result is of no interest. */
    private BodyHandler<String> handler() {
        if (choices.isUnread()) {
            return _ -> done(new Unread());
        }
        if (choices.output().isPresent()) {
            return _ ->
                    done(
                            BodySubscribers.ofFile(
                                    choices.output().get(), CREATE, WRITE, TRUNCATE_EXISTING));
        }
        return times > 1 || choices.isJson()
                ? _ -> BodySubscribers.replacing("")
                : _ ->
                        done(
                                BodySubscribers.ofByteArrayConsumer(
                                        bytes -> bytes.ifPresent(this::print)));
    }

    private static BodySubscriber<String> done(BodySubscriber<?> subscriber) {
        return BodySubscribers.mapping(subscriber, _ -> "");
    }

    /** The header comes before the body, as soon as it is there. */
    private BodyHandler<String> afterHeader(BodyHandler<String> handler) {
        return response -> {
            String lines = String.join("\n", VisitLines.header(response)) + "\n\n";
            print(lines.getBytes(StandardCharsets.UTF_8));
            return handler.apply(response);
        };
    }

    private void print(byte[] bytes) {
        try {
            terminal.out().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(JudgedLife life) {
        many.ended(life, closing);
    }
}
