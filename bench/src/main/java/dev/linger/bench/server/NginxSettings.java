package dev.linger.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx with one worker that answers from memory. */
final class NginxSettings {
    /** nginx takes no longer word in its configuration. */
    private static final int LONGEST_WORD = 1024;

    private NginxSettings() {}

    static List<String> command(Path work, int port, int bodyBytes) throws IOException {
        Path folder = work.resolve("nginx-" + port).toAbsolutePath();
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                worker_processes 1;
                worker_rlimit_nofile 20000;
                pid nginx.pid;
                error_log stderr crit;
                events { worker_connections 19000; }
                http {
                    access_log off;
                    default_type text/plain;
                    keepalive_requests 1000000000;
                    keepalive_timeout 600s;
                    server_tokens off;
                    server {
                        listen 127.0.0.1:%d backlog=4096;
                        set $part "%s";
                        location / { return 200 "%s"; }
                    }
                }
                """
                        .formatted(port, "x".repeat(LONGEST_WORD), body(bodyBytes)));
        return List.of("nginx", "-p", folder.toString(), "-c", "nginx.conf");
    }

    private static String body(int bytes) {
        return "$part".repeat(bytes / LONGEST_WORD) + "x".repeat(bytes % LONGEST_WORD);
    }
}
