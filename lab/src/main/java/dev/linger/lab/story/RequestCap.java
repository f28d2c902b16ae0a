package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Settings;
import java.util.List;

/** The cap of requests on one connection. */
public final class RequestCap implements Story {
    @Override
    public String word() {
        return "request-cap";
    }

    @Override
    public String title() {
        return "a cap of requests on a connection";
    }

    @Override
    public String lesson() {
        return "A cap closes healthy connections by count. It frees memory and spreads "
                + "clients over servers; a small one makes a busy client open connections "
                + "all the time: set it high (nginx: keepalive_requests 1000).";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "at most 5 requests, our server",
                        20,
                        RequestCap::twentyRequests,
                        Expected.of(
                                        4,
                                        CloseCause.MAX_REQUESTS,
                                        DecidedBy.SERVER,
                                        ClosedFirst.CLIENT)
                                // The client reads that it is over, and not why.
                                .seenFrom(
                                        SeenBy.CLIENT,
                                        CloseCause.CLOSE_REQUESTED,
                                        DecidedBy.SERVER)));
    }

    private static void twentyRequests(Stage stage) throws Exception {
        stage.serve(settings -> settings.withKeepAlive(new Settings.KeepAlive(true, 5, 0, false)));
        LingerClient client = stage.client();
        for (int i = 0; i < 20; i++) {
            stage.get(client, "/");
        }
        stage.remark(
                "each 5th answer says \"Connection: close\"; our server lets the client do so");
    }
}
