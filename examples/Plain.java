import dev.linger.server.Server;

/** The least server: one answer to everything, on a virtual thread each. */
class Plain {
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (Server server = Server.start(port, exchange -> exchange.respond("hello\n"))) {
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        }
    }
}
