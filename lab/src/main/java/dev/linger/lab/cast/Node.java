package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Node's http server. */
final class Node implements ServerProgram {
    @Override
    public String word() {
        return "node";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("node");
    }

    @Override
    public boolean canDo(Wishes wishes) {
        return true;
    }

    @Override
    public boolean closesAtCap() {
        return false;
    }

    @Override
    public String says(Wishes wishes) {
        List<String> lines = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            lines.add("shouldKeepAlive = false");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            lines.add("keepAliveTimeout = " + wishes.idleSeconds() * 1000);
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            lines.add("headersTimeout = " + wishes.headSeconds() * 1000);
        }
        if (wishes.mostRequests() != usual.mostRequests()) {
            lines.add("maxRequestsPerSocket = " + wishes.mostRequests());
        }
        return String.join(", ", lines);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        String script =
                """
                const server = require('http').createServer(
                  { connectionsCheckingInterval: 300 },
                  (request, response) => {
                    if (%b) response.shouldKeepAlive = false
                    response.setHeader('Content-Length', 2)
                    response.end('ok')
                  })
                server.keepAliveTimeout = %d
                server.headersTimeout = %d
                server.requestTimeout = 0
                server.maxRequestsPerSocket = %d
                server.listen(%d, '%s')
                """
                        .formatted(
                                !wishes.keepsAlive(),
                                wishes.idleSeconds() * 1000,
                                wishes.headSeconds() * 1000,
                                wishes.mostRequests(),
                                address.getPort(),
                                address.getAddress().getHostAddress());
        return List.of("node", "-e", script);
    }
}
