package dev.linger.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One run of the program: its status and what it printed. */
public record Ran(int status, String out, String err) {
    public static final Path ROOT = Path.of(System.getProperty("linger.root"));
    public static final String SAMPLE = ROOT.resolve("samples/short.pcap").toString();

    /** As into a file. */
    public static Ran linger(String... arguments) {
        return at(Terminal.UNLIMITED, false, arguments);
    }

    public static Ran at(int columns, boolean coloured, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = Linger.run(arguments, new Terminal(out, errors, columns, coloured, false));
        return new Ran(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /**
     * What this run is expected to have printed. With {@code -Dlinger.expected=write} it becomes
     * what it printed: read the difference before it is committed.
     */
    public String expected(String name) {
        try {
            Path file = ROOT.resolve("cli/src/test/resources/expected/" + name + ".expected");
            if ("write".equals(System.getProperty("linger.expected"))) {
                Files.writeString(file, neutral());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it printed, with the folder of the sources left out. */
    public String neutral() {
        return out.replace(ROOT + "/", "");
    }
}
