package dev.linger.bench.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** The client of Vert.x, whose callers wait for its futures. */
final class VertxPeer {
    private VertxPeer() {}

    static Peer of() {
        HttpClient client =
                Vertx.vertx()
                        .createHttpClient(new PoolOptions().setHttp1MaxSize(Peer.MOST_CALLERS));
        return (port, _) ->
                () -> {
                    try {
                        return client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                                .compose(
                                        request -> request.send().compose(HttpClientResponse::body))
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get()
                                .length();
                    } catch (ExecutionException e) {
                        throw new IOException(e);
                    }
                };
    }
}
