package dev.linger.cli.doctor;

import java.io.IOException;
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
        try {
            return Files.readString(at(name), StandardCharsets.ISO_8859_1);
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

    List<String> lines(String name) {
        return text(name).lines().toList();
    }

    /** What was not allowed to be read. */
    List<String> refused() {
        return List.copyOf(refused);
    }
}
