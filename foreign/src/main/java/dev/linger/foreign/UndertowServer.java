package dev.linger.foreign;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;

/**
 * Undertow, embedded: HOST PORT, NO_REQUEST_TIMEOUT and REQUEST_PARSE_TIMEOUT in milliseconds,
 * whether connections are kept.
 */
public final class UndertowServer {
    private UndertowServer() {}

    public static void main(String[] words) {
        boolean keeps = Boolean.parseBoolean(words[4]);
        Undertow.builder()
                .addHttpListener(Integer.parseInt(words[1]), words[0])
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, Integer.parseInt(words[2]))
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, Integer.parseInt(words[3]))
                .setHandler(exchange -> {
                    if (!keeps) {
                        exchange.setPersistent(false);
                    }
                    exchange.getResponseSender().send("ok");
                })
                .build()
                .start();
    }
}
