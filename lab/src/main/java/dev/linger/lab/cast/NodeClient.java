package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Node's http client. */
final class NodeClient implements ClientSoftware {
    @Override
    public String word() {
        return "node";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("node");
    }

    @Override
    public boolean canDo(ClientPart part) {
        return part != ClientPart.CLOSE_UNREAD;
    }

    @Override
    public String says(ClientPart part) {
        return switch (part) {
            case KEEP -> "keepAlive: true";
            case CLOSE -> "header Connection: close";
            case SIDE_BY_SIDE -> "keepAlive: true, timeout: 2000";
            case UNREAD -> "bodies neither read nor resumed";
            case CLOSE_UNREAD -> "bodies destroyed";
        };
    }

    @Override
    public List<String> configure(ClientPart part, URI uri, Path folder) {
        String script =
                """
                const http = require('http')
                const limit = %b ? { timeout: %d } : {}
                const agent = new http.Agent({ keepAlive: true, ...limit })
                const headers = %b ? { Connection: 'close' } : {}
                const held = []
                function ask(then) {
                  http.get('%s', { agent, headers }, answer => {
                    const answered = () => { console.log('%s'); setImmediate(then) }
                    if (%b) { held.push(answer); return answered() }
                    answer.on('end', answered)
                    answer.resume()
                  })
                }
                function oneAfterTheOther(left) {
                  if (left > 0) ask(() => oneAfterTheOther(left - 1))
                }
                if (%b) for (let i = 0; i < %d; i++) ask(() => {})
                else oneAfterTheOther(%d)
                setTimeout(() => console.log(held.length), 3600000)
                """
                        .formatted(
                                part == ClientPart.SIDE_BY_SIDE,
                                ClientPart.IDLE_SECONDS * 1000,
                                part == ClientPart.CLOSE,
                                uri,
                                ANSWERED,
                                part == ClientPart.UNREAD,
                                part == ClientPart.SIDE_BY_SIDE,
                                part.requests(),
                                part.requests());
        return List.of("node", "-e", script);
    }
}
