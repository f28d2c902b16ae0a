package dev.linger.foreign;

import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;

/** Apache HttpClient 5. */
final class ApacheCaller implements Caller {
    private final CloseableHttpClient client;

    ApacheCaller(int connections, int idleSeconds) {
        client =
                HttpClients.custom()
                        .setConnectionManager(
                                PoolingHttpClientConnectionManagerBuilder.create()
                                        .setMaxConnPerRoute(connections)
                                        .build())
                        .evictIdleConnections(TimeValue.ofSeconds(idleSeconds))
                        .build();
    }

    private void read(HttpGet request) throws IOException {
        client.execute(
                request,
                response -> {
                    EntityUtils.consume(response.getEntity());
                    return response.getCode();
                });
    }

    @Override
    public void ask(URI uri) throws IOException {
        read(new HttpGet(uri));
    }

    @Override
    public void askAndClose(URI uri) throws IOException {
        HttpGet request = new HttpGet(uri);
        request.setHeader("Connection", "close");
        read(request);
    }

    @Override
    public Object askOnly(URI uri) throws IOException {
        return client.executeOpen(
                new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()),
                new HttpGet(uri),
                null);
    }
}
