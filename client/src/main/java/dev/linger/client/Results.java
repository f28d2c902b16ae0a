package dev.linger.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** What subscribers make of bodies. */
final class Results {
    /** Those of the JDK that give their result without reading what they were given. */
    private static final Set<Class<?>> PROMPT =
            Set.copyOf(
                    List.of(
                            BodySubscribers.ofByteArray().getClass(),
                            BodySubscribers.ofInputStream().getClass(),
                            BodySubscribers.ofPublisher().getClass(),
                            BodySubscribers.discarding().getClass()));

    /** That of arrays and strings: it keeps what it was given until the end, and no longer. */
    private static final Class<?> COPIES = BodySubscribers.ofByteArray().getClass();

    private Results() {}

    /**
     * The result to come. Others may read from the body that is still to come in order to make it
     * (a mapping to a stream that unpacks reads its header): not on the thread that brings the
     * bytes.
     */
    static <T> CompletableFuture<T> of(BodySubscriber<T> subscriber) {
        if (arePrompt(subscriber)) {
            return subscriber.getBody().toCompletableFuture();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().name("linger-result").start(() -> settle(subscriber, result));
        return result;
    }

    /** Whether the caller itself may wait for the body: it has no result to wait for beside it. */
    static boolean arePrompt(BodySubscriber<?> subscriber) {
        return PROMPT.contains(subscriber.getClass());
    }

    /** Whether its result is a copy of what it was given, made before it returns from the end. */
    static boolean areCopies(Flow.Subscriber<?> subscriber) {
        return subscriber.getClass() == COPIES;
    }

    private static <T> void settle(BodySubscriber<T> subscriber, CompletableFuture<T> result) {
        try {
            subscriber
                    .getBody()
                    .whenComplete((body, failure) -> {
                        if (failure == null) {
                            result.complete(body);
                        } else {
                            result.completeExceptionally(unwrapped(failure));
                        }
                    });
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
