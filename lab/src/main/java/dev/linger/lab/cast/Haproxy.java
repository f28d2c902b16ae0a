package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            return "option httpclose";
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            return "timeout http-keep-alive " + wishes.idleSeconds() + "s";
        }
        return wishes.headSeconds() == usual.headSeconds()
                ? ""
                : "timeout http-request " + wishes.headSeconds() + "s";
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
                                says(wishes),
                                address.getAddress().getHostAddress(),
                                address.getPort()));
        return List.of("haproxy", "-db", "-f", file.toString());
    }
}
