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

    /**
     * @param certified certificate and key; empty where plain HTTP is spoken
     */
    static List<String> command(Path work, int port, int bodyBytes, List<Path> certified)
            throws IOException {
        boolean isTls = !certified.isEmpty();
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
                        listen 127.0.0.1:%d backlog=4096 %s;
                        %s
                        set $part "%s";
                        location / { return 200 "%s"; }
                    }
                }
                """
                        .formatted(
                                port,
                                isTls ? "ssl" : "",
                                isTls ? tls(certified) : "",
                                "x".repeat(LONGEST_WORD),
                                body(bodyBytes)));
        return List.of("nginx", "-p", folder.toString(), "-c", "nginx.conf");
    }

    private static String tls(List<Path> certified) {
        return "ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate "
                + certified.getFirst()
                + "; ssl_certificate_key "
                + certified.getLast()
                + ";";
    }

    private static String body(int bytes) {
        return "$part".repeat(bytes / LONGEST_WORD) + "x".repeat(bytes % LONGEST_WORD);
    }
}
