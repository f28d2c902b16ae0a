package dev.linger.lab;

import dev.linger.linux.OwnNetwork;
import dev.linger.linux.RefusedByKernelException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The network of an act: the host's, or one of its own, whose settings and packets may be changed.
 * For the thread that made it.
 */
public final class Network {
    private static final String OWN_ADDRESS = "10.98.0.1";
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");

    /** What a trial has shown that is possible. */
    private enum Possible {
        NOTHING,
        OWN,
        RULES
    }

    private static @Nullable Possible tried;

    private final String address;
    private final boolean isOwn;

    private Network(String address, boolean isOwn) {
        this.address = address;
        this.isOwn = isOwn;
    }

    static Network ofHost() {
        return new Network("127.0.0.1", false);
    }

    /** Takes the current thread into a network of its own, with one address beside loopback's. */
    static Network own() throws RefusedByKernelException, IOException, InterruptedException {
        OwnNetwork.enter();
        run("", "ip", "link", "set", "lo", "up");
        // Not one of 127.0.0.0/8, for which the kernel makes exceptions.
        run("", "ip", "address", "add", OWN_ADDRESS + "/24", "dev", "lo");
        return new Network(OWN_ADDRESS, true);
    }

    InetAddress address() {
        return InetAddress.ofLiteral(address);
    }

    /** Changes a setting, such as {@code tcp_fin_timeout}, of this network alone. */
    public void set(String name, String value) throws IOException {
        refuseHost();
        Files.writeString(SETTINGS.resolve(name), value);
    }

    /** Gives rules to the packet filter: the text that {@code nft -f -} reads. */
    private void filter(String rules) throws IOException, InterruptedException {
        refuseHost();
        run(rules, "nft", "-f", "-");
    }

    /** Loses all packets from and to this port. */
    public void dropPort(int port) throws IOException, InterruptedException {
        filter(
                """
                table inet lab {
                    chain lost {
                        type filter hook input priority 0
                        tcp dport %1$d drop
                        tcp sport %1$d drop
                    }
                }
                """
                        .formatted(port));
    }

    /** Lets the packets of the server at this port seem to come from seven hops away. */
    public void placeServerFarAway(int port) throws IOException, InterruptedException {
        filter(
                """
                table inet distance {
                    chain out {
                        type filter hook output priority 0
                        tcp sport %d tcp flags & rst == 0 ip ttl set 57
                    }
                }
                """
                        .formatted(port));
    }

    /** Answers what goes to this port with a RST in the server's name. */
    public void resetPort(int port) throws IOException, InterruptedException {
        filter(
                """
                table inet lab {
                    chain cut {
                        type filter hook input priority 0
                        tcp dport %d reject with tcp reset
                    }
                }
                """
                        .formatted(port));
    }

    /** Takes the rules of {@link #dropPort} away. */
    public void dropNothing() throws IOException, InterruptedException {
        filter("delete table inet lab");
    }

    private void refuseHost() {
        if (!isOwn) {
            throw new IllegalStateException("the host's network is not changed by the lab");
        }
    }

    private static void run(String input, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(Program.placed(List.of(command)))
                        .redirectErrorStream(true)
                        .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " failed (" + status + "): " + said);
        }
    }

    /** Whether this process may have networks of its own: asked once, on a thread that ends. */
    static boolean mayHaveOwn() throws InterruptedException {
        return possible() != Possible.NOTHING;
    }

    /** Whether it may give rules to the packets in them. */
    static boolean mayHaveRules() throws InterruptedException {
        return possible() == Possible.RULES;
    }

    private static synchronized Possible possible() throws InterruptedException {
        Possible known = tried;
        if (known == null) {
            CompletableFuture<Possible> told = new CompletableFuture<>();
            Thread trial = Thread.ofPlatform().start(() -> told.complete(trial()));
            trial.join();
            known = told.getNow(Possible.NOTHING);
            tried = known;
        }
        return known;
    }

    private static Possible trial() {
        Possible so = Possible.NOTHING;
        try {
            Network own = own();
            if (!Files.isWritable(SETTINGS.resolve("tcp_tw_reuse"))) {
                return so;
            }
            so = Possible.OWN;
            own.dropPort(1);
            return Possible.RULES;
        } catch (RefusedByKernelException | IOException | InterruptedException _) {
            return so;
        }
    }
}
