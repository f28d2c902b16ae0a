import dev.linger.server.DrainReport;
import dev.linger.server.Health;
import dev.linger.server.Routes;
import dev.linger.server.Server;
import java.time.Duration;

/**
 * Ends orderly when a service manager or a container's runtime sends SIGTERM: the health check says
 * so first, then requests under way are answered, and idle connections end when no request can be
 * on its way to them.
 */
class Draining {
    /** As long as the balancer needs to ask /health again; shorter than the grace that is given. */
    private static final Duration NOTICE = Duration.ofMillis(Long.getLong("notice", 2000));

    private static final Duration MOST = Duration.ofSeconds(20);

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        Health health = new Health();
        Routes routes =
                new Routes()
                        .get("/health", health)
                        .get("/slow", exchange -> {
                            System.out.println("a request is under way");
                            Thread.sleep(Duration.ofSeconds(1));
                            exchange.respond("done\n");
                        });
        Server server = Server.start(port, routes);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, health)));
        System.out.println("listening on port " + server.address().getPort());
        Thread.currentThread().join();
    }

    private static void end(Server server, Health health) {
        try {
            health.leave("shutting down");
            Thread.sleep(NOTICE);
            DrainReport report = server.drain(MOST);
            System.out.println("drained; cut " + report.cutInAll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
