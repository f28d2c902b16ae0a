import dev.linger.server.Exchange;
import dev.linger.server.ResponseBody;
import dev.linger.server.Routes;
import dev.linger.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Bodies of any length in a little memory: PUT stores one as it comes, GET sends it by the kernel,
 * /numbers makes one while it goes. A slow client slows its own exchange and nobody else's.
 */
class Streaming {
    private static final Path STORED = Path.of(System.getProperty("java.io.tmpdir"), "stored.bin");

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        Routes routes =
                new Routes()
                        .put("/file", Streaming::store)
                        .get("/file", exchange -> exchange.respond(STORED))
                        .get("/numbers/{count}", Streaming::numbers);
        try (Server server = Server.start(port, routes)) {
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        }
    }

    private static void store(Exchange exchange) throws IOException {
        long bytes = Files.copy(exchange.body(), STORED, StandardCopyOption.REPLACE_EXISTING);
        exchange.respond(bytes + " bytes stored\n");
    }

    private static void numbers(Exchange exchange) throws IOException {
        int count = Integer.parseInt(exchange.parameter("count"));
        // No try with resources: a failure in it would end the response as if it were whole.
        ResponseBody body = exchange.respondStreaming();
        for (int i = 1; i <= count; i++) {
            body.write((i + "\n").getBytes());
        }
        body.close();
    }
}
