package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.util.List;

/** HTTP/1.0 without and with keep-alive. */
public final class OldHttp implements Story {
    @Override
    public String word() {
        return "http-1.0";
    }

    @Override
    public String title() {
        return "HTTP/1.0, as ApacheBench speaks it";
    }

    @Override
    public String lesson() {
        return "HTTP/1.0 ends each connection with its answer, and it is the server "
                + "that closes; \"Connection: keep-alive\" (ab -k) changes both. nginx as a "
                + "proxy speaks it, too, unless told otherwise: proxy_http_version 1.1.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "HTTP/1.0 (ab)",
                        5,
                        OldHttp::plain,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.CLIENT,
                                ClosedFirst.SERVER)),
                Act.of("HTTP/1.0 with keep-alive (ab -k)", 5, OldHttp::kept, Expected.open(1)));
    }

    private static void plain(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().ask("GET / HTTP/1.0\r\n\r\n").hear().hearEnd().close();
        }
    }

    private static void kept(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        Line line = stage.connect();
        for (int i = 0; i < 5; i++) {
            line.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").hear();
        }
    }
}
