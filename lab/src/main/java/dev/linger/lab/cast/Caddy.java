package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Caddy, by its JSON. */
final class Caddy implements ServerProgram {
    @Override
    public String word() {
        return "caddy";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("caddy");
    }

    @Override
    public String says(Wishes wishes) {
        List<String> settings = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            settings.add("\"headers\": {\"Connection\": [\"close\"]}");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            settings.add("\"idle_timeout\": \"" + wishes.idleSeconds() + "s\"");
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            settings.add("\"read_header_timeout\": \"" + wishes.headSeconds() + "s\"");
        }
        return String.join(", ", settings);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException {
        Path file = folder.resolve("caddy.json");
        Files.writeString(
                file,
                """
                {
                  "admin": {"disabled": true, "config": {"persist": false}},
                  "storage": {"module": "file_system", "root": "%s"},
                  "apps": {"http": {"servers": {"lab": {
                    "listen": ["%s:%d"],
                    "idle_timeout": "%ds",
                    "read_header_timeout": "%ds",
                    "automatic_https": {"disable": true},
                    "routes": [{"handle": [
                      {"handler": "static_response", "body": "ok", "headers": {%s}}
                    ]}]
                  }}}}
                }
                """
                        .formatted(
                                folder,
                                address.getAddress().getHostAddress(),
                                address.getPort(),
                                wishes.idleSeconds(),
                                wishes.headSeconds(),
                                wishes.keepsAlive() ? "" : "\"Connection\": [\"close\"]"));
        return List.of("caddy", "run", "--config", file.toString());
    }
}
