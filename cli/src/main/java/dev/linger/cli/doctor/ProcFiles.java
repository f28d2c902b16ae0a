package dev.linger.cli.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of /proc and /etc as texts. What is not there is empty: a kernel without a feature has no
 * file for it. What must not be read is remembered. Not thread-safe.
 */
final class ProcFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path root;
    private final Set<String> refused = new LinkedHashSet<>();

    /**
     * @param root the folder that proc and etc are in
     */
    ProcFiles(Path root) {
        this.root = root;
    }

    Path at(String name) {
        return root.resolve(name);
    }

    String text(String name) {
        try (InputStream file = Files.newInputStream(at(name))) {
            return text(file);
        } catch (AccessDeniedException e) {
            refused.add("/" + name);
            return "";
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // A process that has just ended, or a table that this kernel only pretends to have.
            return "";
        }
    }

    /** A sysctl gives all it has to the first read: one that is too small loses the rest. */
    private static String text(InputStream file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
            bytes.write(buffer, 0, read);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    List<String> lines(String name) {
        return text(name).lines().toList();
    }

    /** What was not allowed to be read. */
    List<String> refused() {
        return List.copyOf(refused);
    }
}
