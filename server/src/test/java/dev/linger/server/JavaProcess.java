package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program in one source file, run in a JVM of its own with Linger's jars on the class path. */
public final class JavaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private JavaProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    /** Runs it with these options of the JVM. */
    public static JavaProcess of(Path source, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath());
        command.add(source.toString());
        // A free port.
        command.add("0");
        return new JavaProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Linger's and those that its tests have beside, all on the class path. */
    private static String classPath() {
        return System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path");
    }

    /** The next line that it writes. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the program has ended");
        }
        return line;
    }

    /** The next line that begins like this, and what follows its beginning. */
    public String lineAfter(String beginning) throws IOException {
        StringBuilder before = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.startsWith(beginning)) {
            before.append(line).append('\n');
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the program has ended; it wrote\n" + before);
        }
        return line.substring(beginning.length());
    }

    /** SIGTERM; what it writes can still be read. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
