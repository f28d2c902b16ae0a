package dev.linger.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running program and those that it has started; all are ended when it is closed. */
final class Program implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    private final List<String> command;
    private final Process process;
    private final Path output;

    private Program(List<String> command, Process process, Path output) {
        this.command = command;
        this.process = process;
        this.output = output;
    }

    static Program start(List<String> command, Path folder) throws IOException {
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
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
            throw new IOException(command.getFirst() + " has not ended after 30 s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    command.getFirst()
                            + " failed ("
                            + process.exitValue()
                            + "): "
                            + Files.readString(output).strip());
        }
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
