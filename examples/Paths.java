import dev.linger.server.Routes;
import dev.linger.server.Server;

/** Handlers by method and path; what has no handler gets 404, 405 or the methods it has. */
class Paths {
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        Routes routes =
                new Routes()
                        .get("/hello/{name}", e -> e.respond("hello " + e.parameter("name") + "\n"))
                        .put("/notes/*", e -> e.respond(201))
                        .delete("/notes/*", e -> e.respond(204));
        try (Server server = Server.start(port, routes)) {
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        }
    }
}
