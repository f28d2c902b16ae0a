package dev.linger.foreign;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty, embedded: HOST PORT, its idle timeout in milliseconds, whether connections are kept. */
public final class JettyServer {
    private static final class Ok extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 2);
            Content.Sink.write(response, true, "ok", callback);
            return true;
        }
    }

    private JettyServer() {}

    public static void main(String[] words) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setPersistentConnectionsEnabled(Boolean.parseBoolean(words[3]));
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(words[0]);
        connector.setPort(Integer.parseInt(words[1]));
        connector.setIdleTimeout(Long.parseLong(words[2]));
        server.addConnector(connector);
        server.setHandler(new Ok());
        server.start();
        server.join();
    }
}
