package dev.linger.cli.live.scene;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A program that runs for a scene and never outlives it. */
public final class Program implements Closeable {
    private static final Set<Program> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int PATIENCE_SECONDS = 30;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Program::close)));
    }

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private Program(String name, Process process, Path errors) {
        this.errors = errors;
        this.name = name;
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts it in this folder, which also takes what it says on standard error. */
    public static Program start(Path folder, List<String> command) throws IOException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(errors.toFile());
        Program program = new Program(String.join(" ", command), builder.start(), errors);
        RUNNING.add(program);
        return program;
    }

    /** What it said on standard error. */
    public String errors() throws IOException {
        return Files.readString(errors);
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** The next line of its output. */
    public String hear() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("ended while somebody listened to it: " + name);
        }
        return line;
    }

    /** All of its output that was not heard yet, to its end. */
    public String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    public long pid() {
        return process.pid();
    }

    /** How it ended. */
    public int status() {
        return process.exitValue();
    }

    /** Listens until it has said this line so many times. */
    public void hear(String line, int times) throws IOException {
        for (int heard = 0; heard < times; ) {
            if (hear().equals(line)) {
                heard++;
            }
        }
    }

    /** Writes a line to its input and waits for the answer. */
    public String ask(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
        return hear();
    }

    /** Waits for its end, whatever its status; nobody listens any more. */
    public void await() throws IOException, InterruptedException {
        // A program whose output nobody takes stops when the pipe is full.
        Thread.ofVirtual().start(this::takeTheRest);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("did not end in " + PATIENCE_SECONDS + " s: " + name);
        }
    }

    private void takeTheRest() {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // Closed with the process: there is no rest.
        }
    }

    /** SIGKILL: no farewell, the kernel closes its sockets. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM and, where that does not help, SIGKILL; its input ends first. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                kill();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            RUNNING.remove(this);
        }
    }
}
