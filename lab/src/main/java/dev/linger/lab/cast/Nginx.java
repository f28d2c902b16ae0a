package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** nginx. */
final class Nginx implements ServerProgram {
    @Override
    public String word() {
        return "nginx";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("nginx");
    }

    @Override
    public boolean canDo(Wishes wishes) {
        return true;
    }

    @Override
    public String says(Wishes wishes) {
        List<String> lines = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            lines.add("keepalive_timeout 0;");
        } else if (wishes.idleSeconds() != usual.idleSeconds()) {
            lines.add("keepalive_timeout " + wishes.idleSeconds() + "s;");
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            lines.add("client_header_timeout " + wishes.headSeconds() + "s;");
        }
        if (wishes.mostRequests() != usual.mostRequests()) {
            lines.add("keepalive_requests " + wishes.mostRequests() + ";");
        }
        return String.join(" ", lines);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException {
        return command(
                folder,
                """
                    %s
                    server {
                        listen %s:%d;
                        location / { return 200 ok; }
                    }
                """
                        .formatted(
                                says(wishes),
                                address.getAddress().getHostAddress(),
                                address.getPort()));
    }

    /** Starts an nginx that keeps to this folder, with this in its http block. */
    static List<String> command(Path folder, String http) throws IOException {
        Path file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                user root;
                worker_processes 1;
                daemon off;
                pid nginx.pid;
                error_log error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                %s}
                """
                        .formatted(http));
        return List.of("nginx", "-p", folder.toString(), "-c", file.toString());
    }
}
