package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Python's http.server, which has one limit for all reading. */
final class Python implements ServerProgram {
    @Override
    public String word() {
        return "python";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("python3");
    }

    @Override
    public boolean canDo(Wishes wishes) {
        Wishes usual = Wishes.USUAL;
        return wishes.mostRequests() == usual.mostRequests()
                && wishes.headSeconds() == usual.headSeconds();
    }

    @Override
    public String says(Wishes wishes) {
        if (!wishes.keepsAlive()) {
            return "protocol_version = 'HTTP/1.0'";
        }
        return wishes.idleSeconds() == Wishes.USUAL.idleSeconds()
                ? "protocol_version = 'HTTP/1.1'"
                : "timeout = " + wishes.idleSeconds();
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        String script =
                """
                from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
                class Handler(BaseHTTPRequestHandler):
                    protocol_version = 'HTTP/1.%d'
                    timeout = %d
                    def do_GET(self):
                        self.send_response(200)
                        self.send_header('Content-Length', '2')
                        self.end_headers()
                        self.wfile.write(b'ok')
                    def log_message(self, *words):
                        pass
                ThreadingHTTPServer(('%s', %d), Handler).serve_forever()
                """
                        .formatted(
                                wishes.keepsAlive() ? 1 : 0,
                                wishes.idleSeconds(),
                                address.getAddress().getHostAddress(),
                                address.getPort());
        return List.of("python3", "-c", script);
    }
}
