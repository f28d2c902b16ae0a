package dev.linger.cli.serve;

import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.life.Wording;
import dev.linger.server.KeyAndChain;
import dev.linger.server.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What --tls names: two files, which are read again when they have changed, or none. */
final class Certificates {
    static final String SELF_SIGNED = "self-signed";

    private final List<Path> files;
    private final Tls tls;
    private List<FileTime> read;

    private Certificates(List<Path> files, InetSocketAddress at) throws IOException {
        this.files = files;
        this.read = times();
        this.tls = Tls.of(files.isEmpty() ? selfSigned(at) : certified());
    }

    /**
     * @param typed the flag's values
     */
    static Certificates of(List<String> typed, InetSocketAddress at) {
        boolean isMade = !typed.isEmpty() && typed.getFirst().equals(SELF_SIGNED);
        if (!isMade && typed.size() != 2) {
            throw new Refusal(
                    "--"
                            + Flag.TLS.word()
                            + ": name the file of the certificates and that of their key,"
                            + " or say self-signed");
        }
        try {
            return new Certificates(isMade ? List.of() : typed.stream().map(Path::of).toList(), at);
        } catch (IOException | InvalidPathException e) {
            throw new Refusal("--tls: " + Wording.printable("" + e.getMessage()));
        }
    }

    private static KeyAndChain selfSigned(InetSocketAddress at) throws IOException {
        List<String> hosts = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        String own = at.getAddress().getHostAddress();
        if (!at.getAddress().isAnyLocalAddress() && !hosts.contains(own)) {
            hosts.add(own);
        }
        return KeyAndChain.selfSigned(hosts);
    }

    private KeyAndChain certified() throws IOException {
        return KeyAndChain.read(files.getFirst(), files.getLast());
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (NoSuchFileException e) {
                throw new IOException(file + ": no such file", e);
            } catch (IOException e) {
                throw new IOException(file + ": cannot be read: " + Refusal.reason(e), e);
            }
        }
        return times;
    }

    /** As they are at the start. */
    Tls tls() {
        return tls;
    }

    /** What is to be known about them, for people; null where nothing is. */
    @Nullable String remark() {
        return files.isEmpty()
                ? "the certificate is made for this run, and nobody trusts it: curl needs -k"
                : null;
    }

    /**
     * As the files are now, where they have changed; null where they have not, or cannot be used.
     * Half of a change that is seen is looked at again when the other half is there.
     *
     * @param told gets a sentence about a change
     */
    @Nullable Tls changed(Consumer<String> told) {
        List<FileTime> now;
        try {
            now = times();
        } catch (IOException e) {
            // It is being replaced, or gone; what was read stays in force.
            return null;
        }
        if (now.equals(read)) {
            return null;
        }
        read = now;
        try {
            Tls fresh = Tls.of(certified());
            told.accept("the certificates have changed; new connections get the new ones");
            return fresh;
        } catch (IOException e) {
            told.accept(
                    "the certificates have changed and cannot be used, the old ones stay: "
                            + Wording.printable("" + e.getMessage()));
            return null;
        }
    }
}
