package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading responses to their end in clients, so that their connections can be used again. */
public final class BodiesOfClients {

    private BodiesOfClients() {}

    /** For this client, or for those that it may be. */
    public static List<Change> of(@Nullable Software known) {
        return Change.likeliest(known, frequent(), others());
    }

    private static List<Change> frequent() {
        return List.of(
                Change.of(
                        Software.GO_CLIENT,
                        "where the response is read",
                        """
                        io.Copy(io.Discard, resp.Body) // what is left, before Close
                        resp.Body.Close()
                        """),
                Change.of(
                        Software.JDK_CLIENT,
                        "where the request is sent",
                        """
                        client.send(request, HttpResponse.BodyHandlers.ofByteArray()); // or discarding()
                        """),
                Change.of(
                        Software.APACHE_CLIENT,
                        "where the request is sent",
                        """
                        client.execute(request, response -> {
                            EntityUtils.consume(response.getEntity());
                            return response.getCode();
                        });
                        """),
                Change.of(
                        Software.OKHTTP,
                        "where the response is read",
                        """
                        try (Response response = client.newCall(request).execute()) {
                            response.body().bytes();
                        }
                        """));
    }

    private static List<Change> others() {
        return List.of(
                Change.of(
                        Software.REACTOR_NETTY,
                        "where the request is sent",
                        """
                        client.get().uri(uri).responseSingle((response, body) -> body.asByteArray());
                        """),
                Change.of(
                        Software.NODE_CLIENT,
                        "where the response is read",
                        """
                        response.resume(); // http.request; with fetch: await response.arrayBuffer()
                        """),
                Change.of(
                        Software.PYTHON_REQUESTS,
                        "where the response is read",
                        """
                        response.content  # with stream=True nothing else reads to the end
                        """));
    }
}
