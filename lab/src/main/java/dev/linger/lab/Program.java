package dev.linger.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running program and those that it has started; all are ended when it is closed. Not
 * thread-safe.
 */
public final class Program implements AutoCloseable {
    /** A JVM that starts on a machine with other work takes its time. */
    private static final int PATIENCE_SECONDS = 60;

    private static final int PAUSE_MILLIS = 10;

    /** Where servers of the system lie, which is not on the PATH of each user. */
    private static final String SERVERS = File.pathSeparator + "/usr/sbin" + File.pathSeparator;

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Program(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    /** Whether a program of this name can be started. */
    public static boolean isHere(String name) {
        return place(name).isPresent();
    }

    private static Optional<Path> place(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + SERVERS + "/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Program start(List<String> command, Path folder) throws IOException {
        Path output = folder.resolve("output");
        List<String> placed = new ArrayList<>(command);
        place(command.getFirst()).ifPresent(place -> placed.set(0, place.toString()));
        Process process =
                new ProcessBuilder(placed)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        process.getOutputStream().close();
        return new Program(command, process, output);
    }

    /**
     * Waits until it has ended.
     *
     * @throws IOException if it fails, with what it said
     */
    void awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(inVain("its end"));
        }
        if (process.exitValue() != 0) {
            throw new IOException(ended());
        }
    }

    /**
     * Waits until it has printed so many lines.
     *
     * @throws IOException if it ends before, with what it said
     */
    public void awaitLines(String line, int count) throws Exception {
        await(
                count + " times \"" + line + "\"",
                () -> Files.readAllLines(output).stream().filter(line::equals).count() >= count);
    }

    /**
     * Waits until it has done something.
     *
     * @param what it is, for the sentence that says that it did not come
     * @throws IOException if it ends before, with what it said
     */
    public void await(String what, Callable<Boolean> happened) throws Exception {
        long begin = System.nanoTime();
        while (!happened.call()) {
            if (!process.isAlive()) {
                throw new IOException(ended());
            }
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IOException(inVain(what));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private String inVain(String what) throws IOException {
        return "waited for "
                + PATIENCE_SECONDS
                + " s in vain for "
                + what
                + " of "
                + command.getFirst()
                + said();
    }

    private String ended() throws IOException {
        return command.getFirst() + " has ended (" + process.exitValue() + ")" + said();
    }

    private String said() throws IOException {
        return ": " + Files.readString(output).strip();
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        started.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
