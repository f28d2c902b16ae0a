package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import java.util.List;

/** Both sides keep the connection. */
public final class KeepAlive implements Story {
    @Override
    public String word() {
        return "keep-alive";
    }

    @Override
    public String title() {
        return "both sides keep the connection";
    }

    @Override
    public String lesson() {
        return "A kept connection carries any number of requests over one port, and "
                + "nothing is left behind.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "nothing: it is the default",
                        100,
                        KeepAlive::hundredRequests,
                        Expected.open(1)));
    }

    private static void hundredRequests(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        LingerClient client = stage.client();
        for (int i = 0; i < 100; i++) {
            stage.get(client, "/");
        }
    }
}
