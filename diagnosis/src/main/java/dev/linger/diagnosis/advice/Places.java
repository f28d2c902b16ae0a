package dev.linger.diagnosis.advice;

/** Where the settings of a software stand. */
final class Places {
    private static final String AWS = "the AWS command line, with the balancer's ARN";
    private static final String AZURE = "the Azure command line";
    private static final String GOOGLE = "the Google Cloud command line";

    private Places() {}

    /** Those for the connections that it accepts. */
    static String ofServer(Software software) {
        return switch (software) {
            case NGINX -> "nginx.conf, http or server block";
            case HAPROXY -> "haproxy.cfg, defaults or frontend section";
            case ENVOY -> "envoy.yaml, in the HttpConnectionManager";
            case APACHE_HTTPD -> "httpd.conf, server config or VirtualHost";
            case TOMCAT -> "server.xml, attribute of the Connector";
            case JETTY -> "start.d/http.ini in the Jetty base";
            case GO_SERVER -> "where the http.Server is made";
            case NODE -> "after http.createServer";
            case GUNICORN -> "gunicorn.conf.py";
            case UVICORN -> "uvicorn's command line";
            case JDK_SERVER -> "java's command line";
            case AWS_LOAD_BALANCER -> AWS;
            default -> software.label();
        };
    }

    /** Those of its listening socket. */
    static String ofListener(Software software) {
        return switch (software) {
            case NGINX -> "nginx.conf, server block, instead of the listen that is there";
            default -> ofServer(software);
        };
    }

    /** Those for the applications behind it. */
    static String ofApplication(Software software) {
        return switch (software) {
            case NGINX -> "nginx.conf, where proxy_pass stands";
            case HAPROXY -> "haproxy.cfg, defaults or backend section";
            case ENVOY -> "envoy.yaml, in the route";
            default -> ofServer(software);
        };
    }

    /** Those for the connections that it opens. */
    static String ofClient(Software software) {
        return switch (software) {
            case NGINX_UPSTREAM -> "nginx.conf, upstream block";
            case HAPROXY -> "haproxy.cfg, backend section";
            case ENVOY -> "envoy.yaml, in the cluster";
            case APACHE_HTTPD -> "httpd.conf, in the <Proxy> block of the server";
            case GO_CLIENT -> "where the http.Transport is made";
            case JDK_CLIENT -> "java's command line";
            case APACHE_CLIENT -> "where the client is built, after HttpClients.custom()";
            case OKHTTP -> "where the client is built, after new OkHttpClient.Builder()";
            case REACTOR_NETTY -> "where the client is made";
            case NODE_CLIENT -> "where the agent is made";
            case PYTHON_REQUESTS -> "where requests are sent";
            case APACHE_BENCH -> "the command";
            case CURL -> "where the libcurl handle is made";
            case AWS_LOAD_BALANCER -> AWS;
            case AZURE_LOAD_BALANCER -> AZURE;
            case GOOGLE_LOAD_BALANCER -> GOOGLE;
            default -> software.label();
        };
    }

    /** Those of its requests. */
    static String ofRequest(Software software) {
        return switch (software) {
            case NGINX_UPSTREAM -> "nginx.conf, where proxy_pass stands";
            case GO_CLIENT -> "where the http.Client is made";
            case JDK_CLIENT, NODE_CLIENT, PYTHON_REQUESTS -> "where the request is made";
            case CURL -> "the command";
            default -> ofClient(software);
        };
    }

    /** The code that handles the responses. */
    static String ofResponse(Software software) {
        return switch (software) {
            case JDK_CLIENT, APACHE_CLIENT, REACTOR_NETTY -> "where the request is sent";
            default -> "where the response is read";
        };
    }

    /** Those of a load balancer that passes packets on, and keeps no connections of its own. */
    static String ofNetwork(Software software) {
        return switch (software) {
            case AWS_LOAD_BALANCER -> "the AWS command line, with the listener's ARN";
            default -> ofClient(software);
        };
    }
}
