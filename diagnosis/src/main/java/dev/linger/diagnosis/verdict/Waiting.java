package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lives that wait for the second look: the first ones in memory, more in a temporary file. */
final class Waiting {
    private static final int IN_MEMORY = 1 << 16;

    /** Object streams remember what they wrote; so they are told to forget now and then. */
    private static final int BATCH = 1 << 10;

    private final List<ConnectionLife> inMemory = new ArrayList<>();
    private @Nullable Path file;
    private @Nullable ObjectOutputStream out;
    private long inFile;

    void add(ConnectionLife life) {
        if (inMemory.size() < IN_MEMORY) {
            inMemory.add(life);
            return;
        }
        try {
            write(life);
        } catch (IOException full) {
            throw new UncheckedIOException(
                    "connections that wait for the second look could not be written to a temporary"
                            + " file: "
                            + full.getMessage(),
                    full);
        }
    }

    /** Takes them all, in the order in which they came, and forgets them. */
    void forEach(Consumer<ConnectionLife> action) {
        inMemory.forEach(action);
        inMemory.clear();
        if (file == null || out == null) {
            return;
        }
        try {
            out.close();
            read(file, action);
            Files.delete(file);
        } catch (IOException | ClassNotFoundException gone) {
            throw new IllegalStateException(
                    "connections that wait for the second look could not be read back from " + file,
                    gone);
        }
    }

    private void write(ConnectionLife life) throws IOException {
        if (out == null) {
            file = Files.createTempFile("linger", ".lives");
            file.toFile().deleteOnExit();
            out = new ObjectOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        }
        out.writeObject(life);
        if (++inFile % BATCH == 0) {
            out.reset();
        }
    }

    private void read(Path from, Consumer<ConnectionLife> action)
            throws IOException, ClassNotFoundException {
        try (ObjectInputStream in =
                new ObjectInputStream(new BufferedInputStream(Files.newInputStream(from)))) {
            for (long n = 0; n < inFile; n++) {
                action.accept((ConnectionLife) in.readObject());
            }
        }
    }
}
