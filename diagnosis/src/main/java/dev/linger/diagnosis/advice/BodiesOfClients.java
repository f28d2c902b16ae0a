package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading responses to their end in clients, so that their connections can be used again. */
public final class BodiesOfClients {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.NODE_CLIENT,
                    Software.PYTHON_REQUESTS);

    private BodiesOfClients() {}

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     */
    public static List<Change> of(@Nullable Software known) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                Places::ofResponse,
                BodiesOfClients::setting);
    }

    private static @Nullable String setting(Software software) {
        return switch (software) {
            case GO_CLIENT ->
                    """
                    io.CopyN(io.Discard, resp.Body, 256<<10) // what is left, if it is short
                    resp.Body.Close()
                    """;
            case JDK_CLIENT ->
                    "client.send(request, HttpResponse.BodyHandlers.ofByteArray()); // or"
                            + " discarding()";
            case APACHE_CLIENT ->
                    """
                    client.execute(request, response -> {
                        EntityUtils.consume(response.getEntity());
                        return response.getCode();
                    });
                    """;
            case OKHTTP ->
                    """
                    try (Response response = client.newCall(request).execute()) {
                        response.body().bytes();
                    }
                    """;
            case REACTOR_NETTY ->
                    "client.get().uri(uri).responseSingle((response, body) ->"
                            + " body.asByteArray());";
            case NODE_CLIENT ->
                    "response.resume(); // http.request; with fetch: await response.arrayBuffer()";
            case PYTHON_REQUESTS ->
                    "response.content  # with stream=True nothing else reads to the end";
            default -> null;
        };
    }
}
