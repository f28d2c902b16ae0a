package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * From a request to its final response: over redirects and questions for passwords, each with its
 * own {@link Call}, and at most one of them a second time ({@link Retries}). On the thread of its
 * caller.
 */
final class Journey {
    private static final int EXPECTATION_FAILED = 417;

    private final Pool pool;
    private final Manners manners;
    private final Deadlines deadlines;
    private final String onThread;
    private final Redirects redirects;
    private final long wholeBy;
    private long headBy = Waits.NEVER;
    private final Passwords passwords;
    private boolean mayExpect = true;

    /** What the proxy was chosen for last. */
    private @Nullable URI chosenFor;

    private @Nullable InetSocketAddress chosen;

    /** The proxy that the program's own Proxy-Authorization is for. */
    private @Nullable InetSocketAddress addressed;

    /**
     * How a client treats all its requests.
     *
     * @param mostInterims interim responses that are read before an answer; 0 or less is no bound
     */
    record Manners(
            Redirect redirect,
            Retries retries,
            @Nullable CookieHandler cookies,
            @Nullable ProxySelector proxies,
            Credentials credentials,
            int minorVersion,
            int mostInterims) {}

    /**
     * @param onThread says what of the caller the thread's stack shows
     */
    Journey(Pool pool, Manners manners, Deadlines deadlines, String onThread) {
        this.pool = pool;
        this.onThread = onThread;
        this.manners = manners;
        this.deadlines = deadlines;
        this.redirects = new Redirects(manners.redirect());
        this.passwords = new Passwords(manners.credentials());
        this.wholeBy = Waits.after(deadlines.whole());
    }

    <T> HttpResponse<T> go(HttpRequest first, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        if (first.timeout().isPresent()) {
            headBy = Waits.after(first.timeout().get());
        }
        addressed = proxy(first.uri());
        HttpRequest request = first;
        HttpResponse<T> previous = null;
        while (true) {
            WireRequest asked = asked(request);
            Call call;
            try {
                call = carry(asked);
            } catch (UnauthorizedTunnelException e) {
                return new TunnelRefusal<>(request, e.head, previous);
            }
            HttpRequest next;
            try {
                storeCookies(asked.uri, call.head());
                next = again(asked, call) ? request : redirects.after(call, request);
            } catch (Throwable e) {
                call.failures().abandoned("the response leads nowhere: " + e.getMessage());
                throw e;
            }
            if (next == null) {
                return deliver(call, handler, previous);
            }
            previous = passedOver(call, previous);
            request = next;
        }
    }

    private static <T> HttpResponse<T> passedOver(Call call, @Nullable HttpResponse<T> previous) {
        HttpResponse<T> response = new Received<>(call, previous);
        discard(call);
        return response;
    }

    private WireRequest asked(HttpRequest request) throws IOException {
        URI uri = request.uri();
        InetSocketAddress proxy = proxy(uri);
        HttpRequest own =
                proxy == null || proxy.equals(addressed) ? request : Redirected.forNoProxy(request);
        Map<String, List<String>> more = Map.of();
        if (manners.cookies() != null || manners.credentials().authenticator() != null) {
            more = new HashMap<>();
            if (manners.cookies() != null) {
                addCookies(manners.cookies().get(uri, own.headers().map()), more);
            }
            passwords.addTo(more, own, proxy);
        }
        return new WireRequest(own, proxy, more, manners.minorVersion(), mayExpect);
    }

    /**
     * RFC 6265, section 5.4: one field holds all cookies. Those that no field can hold are left
     * out.
     */
    private static void addCookies(Map<String, List<String>> from, Map<String, List<String>> more) {
        from.forEach((name, values) -> {
            List<String> good = values.stream().filter(Journey::isFieldValue).toList();
            if (name.equalsIgnoreCase("Cookie") && !good.isEmpty()) {
                more.put("Cookie", List.of(String.join("; ", good)));
            }
        });
    }

    /** RFC 9110, section 5.5. */
    private static boolean isFieldValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f));
    }

    private @Nullable InetSocketAddress proxy(URI uri) {
        if (manners.proxies() == null) {
            return null;
        }
        if (!uri.equals(chosenFor)) {
            chosen = choose(manners.proxies(), uri);
            chosenFor = uri;
        }
        return chosen;
    }

    private static @Nullable InetSocketAddress choose(ProxySelector proxies, URI uri) {
        List<Proxy> offered = proxies.select(uri);
        for (Proxy one : offered) {
            SocketAddress address = one.address();
            if (one.type() == Proxy.Type.HTTP && address instanceof InetSocketAddress found) {
                return found;
            }
            if (one.type() == Proxy.Type.DIRECT) {
                return null;
            }
        }
        return null;
    }

    /** One request and, where that is safe, the same again on a new connection. */
    private Call carry(WireRequest asked) throws IOException, InterruptedException {
        long by = Waits.earlier(headBy, wholeBy);
        if (Gathering.isShort(asked)) {
            asked.gathered =
                    Gathering.of(Objects.requireNonNull(asked.publisher), asked.length, by);
        }
        Failure first = null;
        while (true) {
            Call call = call(asked, first, by);
            try {
                call.run();
                return call;
            } catch (Failure failure) {
                if (first != null) {
                    failure.addSuppressed(first);
                    throw failure.forCaller("it was the second try, and there is no third");
                }
                String refusal = refusal(asked, call, failure);
                if (refusal != null) {
                    throw failure.forCaller(refusal);
                }
                pool.retried(failure.sentence("sent again on a new connection"));
                first = failure;
            }
        }
    }

    /**
     * @param first what the first try has met; null where this is that one
     */
    private Call call(WireRequest asked, @Nullable Failure first, long by)
            throws IOException, InterruptedException {
        Connection connection;
        try {
            connection = pool.checkOut(asked.route, first != null, deadlines, by);
        } catch (IOException e) {
            if (first != null) {
                e.addSuppressed(first);
            }
            throw e;
        }
        return new Call(
                asked, connection, pool, deadlines, headBy, wholeBy, manners.mostInterims());
    }

    /** Why the request is not sent again; null where it is, empty where nobody would ask. */
    private @Nullable String refusal(WireRequest asked, Call call, Failure failure) {
        if (failure.late
                || call.isProgramsOwn(failure)
                || call.connection.account.hasReply()
                || !call.connection.account.isReused()) {
            return "";
        }
        if (pool.isClosed()) {
            return "not retried: the client is closed";
        }
        if (manners.retries() == Retries.OFF) {
            return "not retried: retries are off";
        }
        if (asked.length < 0 && call.hasAskedPublisher()) {
            return "not retried: its body was asked for, and may come but once";
        }
        if (failure.delivery == Delivery.NOT_DELIVERED || asked.isIdempotent()) {
            return null;
        }
        return "not retried: " + asked.method + " is not idempotent";
    }

    /** Whether the same request goes again, with a password or without an expectation. */
    private boolean again(WireRequest asked, Call call) throws IOException {
        if (call.head().status() == EXPECTATION_FAILED
                && asked.expectsContinue()
                && !call.hasAskedPublisher()) {
            // RFC 9110, section 10.1.1: somebody on the way knows no expectations.
            mayExpect = false;
            return true;
        }
        return passwords.again(asked, call.head());
    }

    private void storeCookies(URI uri, ResponseHead head) throws IOException {
        if (manners.cookies() != null) {
            manners.cookies().put(uri, Received.map(head));
        }
    }

    private <T> HttpResponse<T> deliver(
            Call call, BodyHandler<T> handler, @Nullable HttpResponse<T> previous)
            throws IOException, InterruptedException {
        Received<T> info = new Received<>(call, previous);
        BodySubscriber<T> subscriber;
        CompletableFuture<T> result;
        try {
            subscriber =
                    Objects.requireNonNull(handler.apply(info), "BodyHandler gave no subscriber");
            result = Results.of(subscriber);
        } catch (Throwable e) { // Programs in other languages throw what is not declared.
            call.failures().abandoned("the program's body handler failed: " + e);
            throw e;
        }
        Download download = new Download(call, subscriber, result);
        try {
            download.drive(Results.arePrompt(subscriber));
        } catch (Throwable e) {
            download.failsAtOnce(e);
            throw e;
        }
        if (!download.isOver()) {
            download.handedOver(onThread);
        }
        return info.with(result(result, download), download);
    }

    private static <T> T result(CompletableFuture<T> result, Download download)
            throws IOException, InterruptedException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            download.forsake(new IOException("the caller was interrupted, or gave the call up", e));
            throw e;
        } catch (ExecutionException e) {
            download.cancel();
            Throwable cause = e.getCause();
            if (Thread.interrupted()) {
                throw (InterruptedException)
                        new InterruptedException("interrupted in mid exchange").initCause(cause);
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IOException(cause);
        }
    }

    /** Reads the body that nobody wants, within limits. */
    private static void discard(Call call) {
        try {
            if (readToEnd(call)) {
                ExchangeEnd.finish(call);
            } else {
                ExchangeEnd.cutShort(
                        call,
                        "the body of a response on the way was too long, or too slow, to be thrown"
                                + " away");
            }
        } catch (Failure _) {
            // The connection has ended with its cause; the way goes on without it.
        }
    }

    private static boolean readToEnd(Call call) throws Failure {
        BodyReading body = new BodyReading(call);
        long until = Waits.after(call.pool.limits.unreadTime());
        Event event = Event.BODY;
        try {
            while (event == Event.BODY
                    && call.connection.reader.bodyBytes() <= call.pool.limits.unreadBytes()
                    && !Waits.hasPassed(until, System.nanoTime())) {
                event = body.within(until, Deadlines.NEVER);
            }
        } catch (SocketTimeoutException _) {
            return false;
        }
        return event == Event.END;
    }
}
