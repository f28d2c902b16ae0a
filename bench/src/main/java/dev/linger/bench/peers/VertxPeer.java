package dev.linger.bench.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x on one event loop, with a date that is renewed each second. */
final class VertxPeer {
    private VertxPeer() {}

    static void start(int port, byte[] body) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        CachedDate date = new CachedDate();
        vertx.setPeriodic(1000, id -> date.renew());
        Buffer answer = Buffer.buffer(body);
        HttpServerOptions options =
                new HttpServerOptions().setAcceptBacklog(Peer.BACKLOG).setTcpNoDelay(true);
        vertx.createHttpServer(options)
                .requestHandler(request ->
                        request.response()
                                .putHeader(HttpHeaders.DATE, date.text())
                                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                                .end(answer))
                .listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }
}
