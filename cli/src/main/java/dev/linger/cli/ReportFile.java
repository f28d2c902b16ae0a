package dev.linger.cli;

import dev.linger.life.Wording;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the report's page goes. An earlier report in that place is written over, nothing else is: a
 * capture named by mistake stays what it is.
 */
public final class ReportFile {
    /** What every page begins with. */
    public static final String MARK = "<!doctype html><!-- a report of Linger -->";

    private final Path path;
    private final Path folder;
    private final String name;

    private ReportFile(Path path, Path folder, String name) {
        this.path = path;
        this.folder = folder;
        this.name = name;
    }

    /** Refuses a place that cannot take the page, before anything is read. */
    public static ReportFile at(String typed) {
        String name = Wording.printable(typed);
        Path path = followed(path(typed, name), name);
        if (Files.isDirectory(path)) {
            throw refusal(name, "is a folder; name a file in it, report.html say");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refusal(name, "its folder does not exist; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw refusal(name, "its folder is not writable for you; name another one");
        }
        if (Files.exists(path) && !isReport(path, name)) {
            throw refusal(name, "exists and is no report of Linger; name another file");
        }
        return new ReportFile(path, folder, name);
    }

    private static Path path(String typed, String name) {
        if (typed.isEmpty() || typed.equals(Asked.STANDARD_INPUT)) {
            throw refusal("\"" + name + "\"", "is no name of a file; report.html is one");
        }
        try {
            return Path.of(typed);
        } catch (InvalidPathException _) {
            throw refusal(name, "is no name of a file");
        }
    }

    /** What a link leads to is written, not the link; and no device is a file. */
    private static Path followed(Path path, String name) {
        Path whole = path.toAbsolutePath().normalize();
        if (whole.startsWith("/dev") || whole.startsWith("/proc")) {
            throw refusal(name, "is no place for a file; name another one");
        }
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException _) {
            throw refusal(name, "is a link to nothing; name another file");
        }
    }

    private static boolean isReport(Path path, String name) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream old = Files.newInputStream(path)) {
            byte[] begin = old.readNBytes(MARK.length());
            return begin.length == 0 || MARK.equals(new String(begin, StandardCharsets.UTF_8));
        } catch (IOException _) {
            throw refusal(name, "exists and is not readable for you; name another file");
        }
    }

    private static Refusal refusal(String name, String reason) {
        return new Refusal("--report " + name + ": " + reason);
    }

    /** What writes a page. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes it beside the place and moves it there: a page is whole or is not there. */
    public void write(Content content) {
        try {
            Path draft = Files.createTempFile(folder, ".linger-", ".html");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                    content.writeTo(out);
                }
                publish(draft);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw refusal(name, "could not be written: " + Refusal.reason(e));
        }
    }

    /** A temporary file is for its owner alone; a report has the rights that new files have. */
    private void publish(Path draft) throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(path));
        }
        Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return name;
    }
}
