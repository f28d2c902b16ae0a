package dev.linger.linux;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What two programs do to their connection, and how it ends by that. */
enum Story {
    SERVER_FIRST(
            "server fin", (pair, _) -> Loopback.closeFirst(talk(pair).server(), pair.client())),
    CLIENT_FIRST(
            "client fin", (pair, _) -> Loopback.closeFirst(talk(pair).client(), pair.server())),
    UNUSED("client fin", (pair, _) -> Loopback.closeFirst(pair.client(), pair.server())),
    /** The application holds its socket long after its FIN. */
    HELD(
            "client fin",
            (pair, _) -> {
                talk(pair).client().shutdownOutput();
                pair.server().getInputStream().read();
                pair.server().close();
                pair.client().getInputStream().read();
            }),
    ANSWERED_BY_RESET(
            "server reset",
            (pair, observed) -> {
                Endpoint server = pair.serverEnd();
                talk(pair).server().close();
                observed.until(() -> observed.ended.contains(server));
                pair.client().getOutputStream().write(1);
            }),
    UNREAD(
            "server reset",
            (pair, _) -> {
                talk(pair).client().getOutputStream().write(new byte[77]);
                pair.server().close();
            }),
    DISCARDED(
            "client reset",
            (pair, _) -> {
                talk(pair).client().setSoLinger(true, 0);
                pair.client().close();
            }),
    DISCARDED_BY_SERVER(
            "server reset",
            (pair, _) -> {
                talk(pair).server().setSoLinger(true, 0);
                pair.server().close();
            });

    /** What happens to a connection; then both ends are closed. */
    @FunctionalInterface
    interface Script {
        void play(Loopback pair, Observed observed) throws Exception;
    }

    /** Who closed first, and how. */
    final String claim;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that capture nothing
    private final Script script;

    Story(String claim, Script script) {
        this.claim = claim;
        this.script = script;
    }

    /** The life that the kernel showed, with or without a look at it while it lasted. */
    ConnectionLife play(boolean looks) throws Exception {
        return play("127.0.0.1", looks);
    }

    ConnectionLife play(String address, boolean looks) throws Exception {
        return play(address, looks, script);
    }

    static ConnectionLife play(String address, boolean looks, Script script) throws Exception {
        Loopback pair = Loopback.at(address);
        try (pair;
                Observed observed = new Observed(pair.port())) {
            if (looks) {
                observed.look();
            } else {
                observed.lookAtListeners();
            }
            script.play(pair, observed);
            pair.client().close();
            pair.server().close();
            return observed.next();
        }
    }

    /** A connect to a port where nobody listens, by a program that does not wait for it. */
    static ConnectionLife refused() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int nobody;
        try (ServerSocket listener = new ServerSocket(0, 1, loopback)) {
            nobody = listener.getLocalPort();
        }
        try (Observed observed = new Observed(nobody)) {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(loopback, nobody));
            }
            return observed.next();
        }
    }

    /** Two FINs that cross: while loopback is down, neither arrives. */
    static ConnectionLife crossing() throws Exception {
        return play(
                "127.0.0.1",
                true,
                (pair, _) -> {
                    talk(pair);
                    loopback("down");
                    pair.client().close();
                    pair.server().close();
                    loopback("up");
                });
    }

    /** Closed first by the client, for whose TIME_WAIT the kernel has room for this many. */
    static ConnectionLife withRoomFor(int timeWaits) throws Exception {
        Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_max_tw_buckets"), timeWaits + "\n");
        return play(
                "127.0.0.1",
                false,
                (pair, observed) -> {
                    observed.serverIsElsewhere();
                    Loopback.closeFirst(talk(pair).client(), pair.server());
                });
    }

    /** Closed first by the client, whose kernel waits a second for a FIN that does not come. */
    static ConnectionLife withoutFinInTime(boolean comesLate) throws Exception {
        Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_fin_timeout"), "1\n");
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            observed.look();
            Endpoint client = pair.clientEnd();
            Endpoint server = pair.serverEnd();
            talk(pair).client().close();
            if (!comesLate) {
                observed.serverIsElsewhere();
                return observed.next();
            }
            observed.until(() -> observed.ended.contains(client));
            while (observed.table.find(client, server, 0, _ -> {})) {
                observed.pass();
            }
            pair.server().close();
            return observed.next();
        }
    }

    /** Both ends are bound to the interface of an address that is good on its link only. */
    static void onTheLink() throws Exception {
        ip("addr", "add", "fe80::1/64", "dev", "lo", "nodad");
        for (Story story : List.of(SERVER_FIRST, CLIENT_FIRST)) {
            System.out.println(told(story.play("fe80::1%lo", true)));
        }
    }

    private static void loopback(String state) throws IOException, InterruptedException {
        ip("link", "set", "lo", state);
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** A request of 100 bytes, an answer of 200. */
    static Loopback talk(Loopback pair) throws IOException {
        pair.client().getOutputStream().write(new byte[100]);
        pair.server().getInputStream().readNBytes(100);
        pair.server().getOutputStream().write(new byte[200]);
        pair.client().getInputStream().readNBytes(200);
        return pair;
    }

    static String told(ConnectionLife life) {
        return life.ending().closedFirst().word() + " " + life.ending().manner().word();
    }

    /** Prints what was told of each story; of those with a name in a namespace of its own. */
    public static void main(String[] names) throws Exception {
        if (names.length > 0) {
            loopback("up");
            switch (names[0]) {
                case "crossing" -> System.out.println(told(crossing()));
                case "overflow" -> {
                    System.out.println(told(withRoomFor(100)));
                    ConnectionLife life = withRoomFor(0);
                    System.out.println(told(life) + ", " + life.notes().getFirst());
                }
                case "fin-timeout" -> {
                    System.out.println(told(withoutFinInTime(false)));
                    ConnectionLife life = withoutFinInTime(true);
                    System.out.println(told(life) + ", " + life.notes().getFirst());
                }
                case "link" -> onTheLink();
                default -> throw new IllegalArgumentException(names[0]);
            }
            return;
        }
        for (Story story : values()) {
            String name = story.name().toLowerCase(Locale.ROOT);
            System.out.println(name + ": " + told(story.play(true)));
        }
        System.out.println("refused: " + told(refused()));
    }
}
