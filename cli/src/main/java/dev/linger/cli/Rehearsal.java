package dev.linger.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What the launcher lets the JVM run once after a build, so that it remembers which classes and
 * methods a start needs. Prints nothing.
 */
final class Rehearsal {
    /** Often enough that the profile of the inner loops is worth keeping. */
    private static final int ROUNDS = 40;

    private Rehearsal() {}

    /**
     * Runs the usual commands.
     *
     * @param arguments a small capture
     */
    public static void main(String[] arguments) {
        String capture = arguments[0];
        for (int round = 0; round < ROUNDS; round++) {
            run("explain", capture);
            run("explain", capture, "--json");
        }
        run("explain", capture, "--connection", "1");
        run("explain", capture, "--port", "80", "--closed-first", "server", "--cause", "unused");
        run("explain", capture, "--findings-json");
        run("explain", capture, "--check", "--finding", "client-asks-to-close");
        run("explain", "no such file");
        run("explain", "--live", "--interface", "no such one");
        run("watch", "--once", "--alarm", "time-wait < 0");
        run("watch", "--once", "--json");
        run("explain", "--help");
        run("causes");
        run("causes", "idle-timeout");
        run("findings");
        run("doctor");
        run("doctor", "--json");
        run("--version");
        run("--help");
    }

    private static void run(String... arguments) {
        PrintStream silence =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Terminal process = Terminal.ofProcess(silence);
        Linger.run(arguments, new Terminal(silence, silence, process.columns(), true, false));
    }
}
