package dev.linger.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running program and those that it has started; all are ended when it is closed. Not
 * thread-safe.
 */
public final class Program implements AutoCloseable {
    /** A JVM that starts on a machine with other work takes its time. */
    private static final int PATIENCE_SECONDS = 60;

    /** So does a compiler that compiles its library first. */
    private static final int COMPILER_SECONDS = 300;

    private static final Object COMPILING = new Object();

    private static final int PAUSE_MILLIS = 10;
    private static final int FAREWELL_SECONDS = 2;

    private static final List<String> BROWSERS =
            List.of("chromium", "google-chrome", "google-chrome-stable", "chromium-browser");

    private static final Set<String> OPTIONS =
            Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "NODE_OPTIONS");

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

    /** Chromium, by the first of its names that is here. */
    public static Optional<String> browser() {
        return BROWSERS.stream().filter(Program::isHere).findFirst();
    }

    private static Optional<Path> place(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + SERVERS + "/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The command with the place of its program, where that is known. */
    static List<String> placed(List<String> command) {
        List<String> placed = new ArrayList<>(command);
        place(command.getFirst()).ifPresent(place -> placed.set(0, place.toString()));
        return placed;
    }

    static Program start(List<String> command, Path folder) throws IOException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(placed(command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        removeHabits(builder.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(command, process, output);
    }

    /** What its user has set for all programs: proxies, and options of virtual machines. */
    static void removeHabits(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(name ->
                        name.toLowerCase(Locale.ROOT).endsWith("_proxy") || OPTIONS.contains(name));
    }

    /**
     * Runs a compiler to its end, one at a time: the first finds nothing of the standard library
     * compiled, and the others share what it leaves.
     *
     * @throws IOException if it fails, with what it said
     */
    public static void compile(List<String> command, Path folder)
            throws IOException, InterruptedException {
        synchronized (COMPILING) {
            try (Program compiler = start(command, folder)) {
                compiler.awaitEnd(COMPILER_SECONDS);
            }
        }
    }

    /**
     * Waits until it has ended.
     *
     * @throws IOException if it fails, with what it said
     */
    void awaitEnd() throws IOException, InterruptedException {
        awaitEnd(PATIENCE_SECONDS);
    }

    private void awaitEnd(int seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException(inVain("its end", seconds));
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
                () -> output().lines().filter(line::equals).count() >= count);
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
                throw new IOException(inVain(what, PATIENCE_SECONDS));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private String inVain(String what, int seconds) throws IOException {
        return "waited for "
                + seconds
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
        return ": " + output().strip();
    }

    /** What it says need not be UTF-8. */
    private String output() throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    /** SIGTERM and, to those that are still there after two seconds, SIGKILL. */
    @Override
    public void close() {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
        all.forEach(ProcessHandle::destroy);
        if (!haveEnded(all)) {
            all.forEach(ProcessHandle::destroyForcibly);
            haveEnded(all);
        }
    }

    private static boolean haveEnded(List<ProcessHandle> processes) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(FAREWELL_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }
}
