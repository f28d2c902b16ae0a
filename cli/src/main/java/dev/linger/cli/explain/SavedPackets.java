package dev.linger.cli.explain;

import dev.linger.capture.file.Packet;
import dev.linger.capture.file.PcapngWriter;
import dev.linger.cli.Refusal;
import dev.linger.life.Wording;
import dev.linger.linux.PacketRing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Live packets in a file, so that they can be explained again. When it cannot be written any more,
 * the listening goes on without it. Not thread-safe.
 */
final class SavedPackets {
    private static final int BUFFER_BYTES = 1 << 20;

    private final String name;
    private final PcapngWriter file;
    private long saved;
    private String failure = "";

    private SavedPackets(String name, PcapngWriter file) {
        this.name = name;
        this.file = file;
    }

    /** A new file: an earlier one is not written over. */
    static SavedPackets in(String typed, String interfaceName) {
        String name = Wording.printable(typed);
        try {
            var out = Files.newOutputStream(Path.of(typed), StandardOpenOption.CREATE_NEW);
            return new SavedPackets(
                    name,
                    new PcapngWriter(
                            new BufferedOutputStream(out, BUFFER_BYTES),
                            interfaceName,
                            PacketRing.LINK_TYPE));
        } catch (FileAlreadyExistsException e) {
            throw refusal(name, "exists; name a new file, or remove it first");
        } catch (NoSuchFileException e) {
            throw refusal(name, "its folder does not exist; make it first");
        } catch (IOException | InvalidPathException e) {
            throw refusal(name, "cannot be written: " + e.getMessage());
        }
    }

    private static Refusal refusal(String name, String reason) {
        return new Refusal("--save " + name + ": " + reason);
    }

    void add(Packet packet) {
        if (!failure.isEmpty()) {
            return;
        }
        try {
            file.write(packet);
            saved++;
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException reason) {
        failure =
                name
                        + ": could not be written on after about "
                        + Wording.count(saved, "packet")
                        + ": "
                        + reason.getMessage()
                        + "; the verdicts are of all packets";
    }

    /** With how many there were in all, and how many of them the kernel dropped. */
    void finish(long received, long dropped) {
        try (file) {
            if (failure.isEmpty()) {
                file.finish(received, dropped);
            }
        } catch (IOException e) {
            if (failure.isEmpty()) {
                fail(e);
            }
        }
    }

    /** Why packets are missing in the file; empty where none are. */
    String failure() {
        return failure;
    }
}
