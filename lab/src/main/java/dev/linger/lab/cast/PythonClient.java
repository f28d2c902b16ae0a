package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Python's http.client: one connection, which it opens again when it has to. */
final class PythonClient implements ClientSoftware {
    @Override
    public String word() {
        return "python";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("python3");
    }

    @Override
    public boolean canDo(ClientPart part) {
        return part == ClientPart.KEEP;
    }

    @Override
    public String says(ClientPart part) {
        return "http.client";
    }

    @Override
    public List<String> configure(ClientPart part, URI uri, Path folder) {
        String script =
                """
                import http.client, time
                connection = http.client.HTTPConnection('%s', %d)
                for _ in range(%d):
                    connection.request('GET', '/')
                    connection.getresponse().read()
                    print('%s', flush=True)
                time.sleep(3600)
                """
                        .formatted(uri.getHost(), uri.getPort(), part.requests(), ANSWERED);
        return List.of("python3", "-c", script);
    }
}
