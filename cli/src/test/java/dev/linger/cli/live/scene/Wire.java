package dev.linger.cli.live.scene;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces and a wire between them that is slow, dies or lies ({@code wire.go}). */
public final class Wire implements Closeable {
    static final String SERVER_ADDRESS = "10.77.0.2";

    private final Program program;
    private final End client;
    private final End server;

    private Wire(Program program) throws Exception {
        this.program = program;
        String[] ready = program.hear().split(" ", -1);
        client = new End(ready[1], "client");
        server = new End(ready[2], "server");
    }

    /**
     * Has one wait until it is there.
     *
     * @param delay of each packet in each direction, as Go spells durations
     */
    public static Wire join(Path folder, String delay) throws Exception {
        Needs.tunDevices();
        List<String> command = List.of(GoPrograms.path("wire"), "-delay", delay);
        return new Wire(Program.start(folder, command));
    }

    public End client() {
        return client;
    }

    public End server() {
        return server;
    }

    /** No packet arrives any more. */
    public void die() throws Exception {
        program.ask("die");
    }

    /** Both ends receive a RST that the opposite end never sent. */
    public void forgeReset() throws Exception {
        program.ask("reset");
    }

    @Override
    public void close() {
        program.close();
    }

    /** One end of the wire, a namespace whose device has the same name. */
    public final class End {
        private final String namespace;
        private final String side;

        private End(String namespace, String side) {
            this.namespace = namespace;
            this.side = side;
        }

        String namespace() {
            return namespace;
        }

        /** The command that runs this one there. */
        List<String> command(List<String> command) {
            List<String> there = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
            there.addAll(command);
            return there;
        }

        /** A datagram with this text arrives there. */
        void mark(String text) throws Exception {
            program.ask("mark " + side + " " + text);
        }

        public KernelSockets sockets(int port) {
            return new KernelSockets(
                    port,
                    () -> {
                        Process cat =
                                new ProcessBuilder(command(List.of("cat", "/proc/net/tcp")))
                                        .start();
                        try (var lines = cat.inputReader()) {
                            return lines.lines().toList();
                        }
                    });
        }
    }
}
