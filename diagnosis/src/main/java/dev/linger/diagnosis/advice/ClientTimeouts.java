package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long clients wait for a response. */
public final class ClientTimeouts {

    private ClientTimeouts() {}

    /** For this client, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.likeliest(known, libraries(seconds), programs(seconds), proxies(seconds));
    }

    private static List<Change> libraries(int seconds) {
        return List.of(
                Change.of(
                        Software.GO_CLIENT,
                        "where the client is made",
                        """
                        client := &http.Client{Timeout: %d * time.Second}
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.JDK_CLIENT,
                        "where the request is made",
                        """
                        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(%d))
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.APACHE_CLIENT,
                        "where the client is made",
                        """
                        HttpClients.custom()
                                .setDefaultRequestConfig(
                                        RequestConfig.custom()
                                                .setResponseTimeout(Timeout.ofSeconds(%d))
                                                .build())
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.OKHTTP,
                        "where the client is made",
                        """
                        new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(%d))
                        """
                                .formatted(seconds)));
    }

    private static List<Change> programs(int seconds) {
        return List.of(
                Change.of(
                        Software.REACTOR_NETTY,
                        "where the client is made",
                        """
                        HttpClient.create().responseTimeout(Duration.ofSeconds(%d))
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.NODE_CLIENT,
                        "where the request is made",
                        """
                        const signal = AbortSignal.timeout(%d000);
                        const response = await fetch(url, { signal });
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.PYTHON_REQUESTS,
                        "where requests are sent",
                        """
                        session.get(url, timeout=(3.05, %d))
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.CURL,
                        "the command",
                        """
                        curl --max-time %d ...
                        """
                                .formatted(seconds)));
    }

    private static List<Change> proxies(int seconds) {
        return List.of(
                Change.of(
                        Software.NGINX_UPSTREAM,
                        "nginx.conf, where proxy_pass stands",
                        """
                        proxy_read_timeout %ds;
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.AWS_LOAD_BALANCER,
                        "the command, for an application load balancer",
                        """
                        aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN \\
                            --attributes Key=idle_timeout.timeout_seconds,Value=%d
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.AZURE_LOAD_BALANCER,
                        "the command, for an application gateway",
                        """
                        az network application-gateway http-settings update --resource-group GROUP \\
                            --gateway-name GATEWAY --name SETTINGS --timeout %d
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.GOOGLE_LOAD_BALANCER,
                        "the command, for an HTTP load balancer",
                        """
                        gcloud compute backend-services update NAME --global --timeout=%ds
                        """
                                .formatted(seconds)));
    }
}
