package dev.linger.cli.live.scene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code linger explain --live} in a process of its own, which already sees packets. */
public final class Listener implements Closeable {
    private final Program program;

    private Listener(Program program) {
        this.program = program;
    }

    /** The command that runs Linger with these arguments. */
    public static List<String> linger(String... arguments) {
        String places =
                Stream.of("jdk.module.path", "java.class.path")
                        .map(System::getProperty)
                        .filter(path -> path != null && !path.isEmpty())
                        .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", places, "dev.linger.cli.Linger"));
        command.addAll(List.of(arguments));
        return command;
    }

    public static Listener begin(Path folder, List<String> command) throws Exception {
        Program program = Program.start(folder, command);
        Wait.until(
                "linger listens",
                () -> {
                    if (program.errors().contains("linger: live on ")) {
                        return true;
                    }
                    if (!program.isRunning()) {
                        throw new IOException("linger ended at once: " + program.errors());
                    }
                    return false;
                });
        return new Listener(program);
    }

    /** Listens to this port on loopback. */
    public static Listener begin(Stage stage, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain", "--live"));
        arguments.addAll(List.of("--interface", "lo", "--port", "" + stage.port));
        arguments.addAll(List.of(options));
        return begin(stage.folder, linger(arguments.toArray(String[]::new)));
    }

    /** Sends a signal. */
    public void signal(String name) throws Exception {
        Command.run(Path.of("."), "kill", "-" + name, "" + program.pid());
    }

    /** What it prints to its end. */
    public String output() throws IOException {
        return program.rest();
    }

    /** After its output: what it said on standard error, and its status. */
    public Command end() throws IOException, InterruptedException {
        program.await();
        return new Command(program.status(), program.errors());
    }

    public boolean isRunning() {
        return program.isRunning();
    }

    public String errors() throws IOException {
        return program.errors();
    }

    @Override
    public void close() {
        program.close();
    }
}
