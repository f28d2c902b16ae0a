package dev.linger.bench.client;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Apache HttpClient 5, classic and asynchronous. */
final class ApachePeer {
    private ApachePeer() {}

    static Peer classic() {
        CloseableHttpClient client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setMaxConnPerRoute(Peer.MOST_CALLERS)
                                        .setMaxConnTotal(Peer.MOST_CALLERS)
                                        .build())
                        .build();
        return (port, _) -> {
            HttpGet request = new HttpGet(Peer.uri(port));
            return () ->
                    client.execute(
                            request,
                            response -> EntityUtils.toByteArray(response.getEntity()).length);
        };
    }

    static Peer async() {
        CloseableHttpAsyncClient client =
                HttpAsyncClients.custom()
                        .setConnectionManager(
                                PoolingAsyncClientConnectionManagerBuilder.create()
                                        .setMaxConnPerRoute(Peer.MOST_CALLERS)
                                        .setMaxConnTotal(Peer.MOST_CALLERS)
                                        .build())
                        .build();
        client.start();
        return (port, _) -> {
            SimpleHttpRequest request = SimpleRequestBuilder.get(Peer.uri(port)).build();
            return () -> {
                try {
                    return client.execute(request, null).get().getBodyBytes().length;
                } catch (ExecutionException e) {
                    throw new IOException(e);
                }
            };
        };
    }
}
