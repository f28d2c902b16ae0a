import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

/** A program that knows only the JDK's API; with Linger's jars on the class path it runs on them. */
class OnTheJdksApi {
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> {
            byte[] hello = ("hello from " + server.getClass().getSimpleName() + "\n").getBytes();
            exchange.sendResponseHeaders(200, hello.length);
            try (var body = exchange.getResponseBody()) {
                body.write(hello);
            }
        });
        server.start();
        System.out.println("listening on port " + server.getAddress().getPort());
    }
}
