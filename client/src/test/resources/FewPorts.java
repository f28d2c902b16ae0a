import com.sun.net.httpserver.HttpServer;
import dev.linger.client.LingerClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** More calls at once than there are local ports; all of those that have one are answered first. */
class FewPorts {
    public static void main(String[] args) throws Exception {
        int ports = Integer.parseInt(args[0]);
        int calls = Integer.parseInt(args[1]);
        CountDownLatch asked = new CountDownLatch(ports);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080), 0);
        server.createContext("/", exchange -> {
            asked.countDown();
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:8080/")).build();
        try (LingerClient client = LingerClient.newBuilder().build()) {
            List<CompletableFuture<HttpResponse<Void>>> all = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                all.add(client.sendAsync(request, BodyHandlers.discarding()));
            }
            for (CompletableFuture<HttpResponse<Void>> one : all) {
                one.join();
            }
            System.out.println(all.size() + " answered on " + client.figures().open() + " ports");
        }
        System.exit(0);
    }
}
