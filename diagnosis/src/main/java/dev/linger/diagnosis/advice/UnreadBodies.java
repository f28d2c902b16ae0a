package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests whose bodies a server does not want: reading on after the answer, or asking before. */
public final class UnreadBodies {

    private UnreadBodies() {}

    /** For this server: to read on for a while instead of resetting the connection. */
    public static List<Change> readingOn(@Nullable Software known) {
        return Change.likeliest(known, readers(), applications());
    }

    private static List<Change> readers() {
        return List.of(
                Change.of(
                        Software.NGINX,
                        Places.ofServer(Software.NGINX)
                                + " (its defaults; \"nginx -T | grep lingering\" finds"
                                + " lingering_close off or short times, to be replaced)",
                        """
                        lingering_close on;
                        lingering_time 30s;
                        lingering_timeout 5s;
                        """),
                Change.of(
                        Software.ENVOY,
                        Places.ofServer(Software.ENVOY),
                        """
                        delayed_close_timeout: 5s
                        """),
                Change.of(
                        Software.TOMCAT,
                        Places.ofServer(Software.TOMCAT),
                        "maxSwallowSize=\"16777216\""),
                Change.of(
                        Software.GO_SERVER,
                        "in the handler, before it returns",
                        """
                        io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, 16<<20))
                        """),
                Change.of(
                        Software.NODE,
                        "in the handler",
                        """
                        request.resume(); // reads what the handler does not need
                        """));
    }

    private static List<Change> applications() {
        return List.of(
                Change.of(
                        Software.JDK_SERVER,
                        Places.ofServer(Software.JDK_SERVER),
                        """
                        -Dsun.net.httpserver.drainAmount=16777216
                        """),
                Change.of(
                        Software.GUNICORN,
                        "in the application, before it answers",
                        """
                        while environ["wsgi.input"].read(65536):
                            pass
                        """),
                Change.of(
                        Software.UVICORN,
                        "in the application, before it answers",
                        """
                        while (await receive()).get("more_body"):
                            pass
                        """));
    }

    /** For this client: to ask before it sends a large body. */
    public static List<Change> asking(@Nullable Software known) {
        return Change.likeliest(known, askers());
    }

    private static List<Change> askers() {
        return List.of(
                Change.of(
                        Software.CURL,
                        "the command",
                        """
                        curl -H "Expect: 100-continue" ...
                        """),
                Change.of(
                        Software.JDK_CLIENT,
                        "where the request is made",
                        """
                        HttpRequest.newBuilder(uri).expectContinue(true)
                        """),
                Change.of(
                        Software.APACHE_CLIENT,
                        "where the client is made",
                        """
                        HttpClients.custom()
                                .setDefaultRequestConfig(
                                        RequestConfig.custom().setExpectContinueEnabled(true).build())
                        """),
                Change.of(
                        Software.GO_CLIENT,
                        "where the request is made",
                        """
                        request.Header.Set("Expect", "100-continue") // with Transport.ExpectContinueTimeout
                        """),
                Change.of(
                        Software.OKHTTP,
                        "where the request is made",
                        """
                        new Request.Builder().header("Expect", "100-continue")
                        """));
    }
}
