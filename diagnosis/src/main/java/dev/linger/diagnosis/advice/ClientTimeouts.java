package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long clients wait for a response. */
public final class ClientTimeouts {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.NODE_CLIENT,
                    Software.PYTHON_REQUESTS,
                    Software.CURL,
                    Software.NGINX_UPSTREAM,
                    Software.AWS_LOAD_BALANCER,
                    Software.AZURE_LOAD_BALANCER,
                    Software.GOOGLE_LOAD_BALANCER);

    private ClientTimeouts() {}

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     * @param seconds the timeout to have
     */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                Places::ofRequest,
                one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, int seconds) {
        return switch (software) {
            case GO_CLIENT -> "client := &http.Client{Timeout: " + seconds + " * time.Second}";
            case JDK_CLIENT ->
                    "HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(" + seconds + "))";
            case APACHE_CLIENT ->
                    """
                    .setDefaultRequestConfig(
                            RequestConfig.custom()
                                    .setResponseTimeout(Timeout.ofSeconds(%d))
                                    .build())
                    """
                            .formatted(seconds);
            case OKHTTP -> ".readTimeout(Duration.ofSeconds(" + seconds + "))";
            case REACTOR_NETTY ->
                    "HttpClient.create().responseTimeout(Duration.ofSeconds(" + seconds + "))";
            case NODE_CLIENT ->
                    """
                    const signal = AbortSignal.timeout(%d000);
                    const response = await fetch(url, { signal });
                    """
                            .formatted(seconds);
            case PYTHON_REQUESTS -> "session.get(url, timeout=(3.05, " + seconds + "))";
            case CURL -> "curl --max-time " + seconds + " ...";
            default -> ofProxy(software, seconds);
        };
    }

    private static @Nullable String ofProxy(Software software, int seconds) {
        return switch (software) {
            case NGINX_UPSTREAM -> "proxy_read_timeout " + seconds + "s;";
            case AWS_LOAD_BALANCER -> IdleTimesOfLoadBalancers.setting(software, seconds);
            case AZURE_LOAD_BALANCER ->
                    """
                    az network application-gateway http-settings update --resource-group GROUP \\
                        --gateway-name GATEWAY --name SETTINGS --timeout %d
                    """
                            .formatted(seconds);
            case GOOGLE_LOAD_BALANCER ->
                    "gcloud compute backend-services update NAME --global --timeout="
                            + seconds
                            + "s";
            default -> null;
        };
    }
}
