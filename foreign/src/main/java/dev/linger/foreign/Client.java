package dev.linger.foreign;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Java client: SOFTWARE URL PART COUNT, and after how many seconds it closes what is idle. It
 * prints a line for each answer, and stays until it is ended.
 */
public final class Client {
    private final Caller caller;
    private final URI uri;
    private final int count;

    private Client(Caller caller, URI uri, int count) {
        this.caller = caller;
        this.uri = uri;
        this.count = count;
    }

    public static void main(String[] words) throws Exception {
        int count = Integer.parseInt(words[3]);
        int idle = Integer.parseInt(words[4]);
        Client client = new Client(caller(words[0], count, idle), URI.create(words[1]), count);
        List<Object> held = client.play(words[2]);
        new CountDownLatch(1).await();
        held.forEach(System.out::println);
    }

    private static Caller caller(String software, int connections, int idleSeconds) {
        return switch (software) {
            case "jdk" -> new JdkCaller();
            case "okhttp" -> new OkHttpCaller(connections, idleSeconds);
            case "httpclient" -> new ApacheCaller(connections, idleSeconds);
            default -> throw new IllegalArgumentException("no client: " + software);
        };
    }

    /** What it holds on to. */
    private List<Object> play(String part) throws Exception {
        List<Object> held = new ArrayList<>();
        switch (part) {
            case "side-by-side" -> sideBySide();
            case "keep", "close", "unread" -> oneAfterTheOther(part, held);
            default -> throw new IllegalArgumentException("no part: " + part);
        }
        return held;
    }

    private void oneAfterTheOther(String part, List<Object> held) throws Exception {
        for (int i = 0; i < count; i++) {
            switch (part) {
                case "keep" -> caller.ask(uri);
                case "close" -> caller.askAndClose(uri);
                default -> held.add(caller.askOnly(uri));
            }
            answered();
        }
    }

    private void sideBySide() {
        for (int i = 0; i < count; i++) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            caller.ask(uri);
                            answered();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
    }

    private static void answered() {
        System.out.println("answered");
    }
}
