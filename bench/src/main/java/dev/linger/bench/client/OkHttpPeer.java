package dev.linger.bench.client;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, its synchronous calls. */
final class OkHttpPeer {
    private OkHttpPeer() {}

    static Peer of() {
        OkHttpClient client =
                new OkHttpClient.Builder()
                        .connectionPool(new ConnectionPool(Peer.MOST_CALLERS, 5, TimeUnit.MINUTES))
                        .build();
        return (port, _) -> {
            Request request = new Request.Builder().url(Peer.uri(port).toString()).build();
            return () -> {
                try (Response response = client.newCall(request).execute()) {
                    return response.body().bytes().length;
                }
            };
        };
    }
}
