package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** HAProxy, which answers by itself. */
final class Haproxy implements ServerProgram {
    @Override
    public String word() {
        return "haproxy";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("haproxy");
    }

    @Override
    public String says(Wishes wishes) {
        return String.join(", ", lines(wishes));
    }

    private static List<String> lines(Wishes wishes) {
        List<String> lines = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            lines.add("option httpclose");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            lines.add("timeout http-keep-alive " + wishes.idleSeconds() + "s");
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            lines.add("timeout http-request " + wishes.headSeconds() + "s");
        }
        return lines;
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException {
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(
                file,
                """
                defaults
                  mode http
                  timeout client 60s
                  timeout server 60s
                  timeout connect 1s
                  %s
                frontend lab
                  bind %s:%d
                  http-request return status 200 content-type text/plain string ok
                """
                        .formatted(
                                String.join("\n  ", lines(wishes)),
                                address.getAddress().getHostAddress(),
                                address.getPort()));
        return List.of("haproxy", "-db", "-f", file.toString());
    }
}
