package dev.linger.foreign;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp. */
final class OkHttpCaller implements Caller {
    private final OkHttpClient client;

    OkHttpCaller(int connections, int idleSeconds) {
        client =
                new OkHttpClient.Builder()
                        .connectionPool(
                                new ConnectionPool(connections, idleSeconds, TimeUnit.SECONDS))
                        .build();
    }

    private static Request.Builder to(URI uri) {
        return new Request.Builder().url(uri.toString());
    }

    private void read(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        }
    }

    @Override
    public void ask(URI uri) throws IOException {
        read(to(uri).build());
    }

    @Override
    public void askAndClose(URI uri) throws IOException {
        read(to(uri).header("Connection", "close").build());
    }

    @Override
    public Object askOnly(URI uri) throws IOException {
        return client.newCall(to(uri).build()).execute();
    }
}
