package dev.linger.cli.lab;

import dev.linger.capture.file.Packet;
import dev.linger.capture.file.PcapngWriter;
import dev.linger.cli.Refusal;
import dev.linger.lab.Outcome;
import dev.linger.life.Wording;
import dev.linger.linux.PacketRing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packets of acts, a file for each. */
final class SavedActs implements AutoCloseable {
    private final @Nullable Path folder;
    private final boolean isKept;
    private final Map<Outcome, Path> files = new LinkedHashMap<>();

    private SavedActs(@Nullable Path folder, boolean isKept) {
        this.folder = folder;
        this.isKept = isKept;
    }

    /** Into this folder, which is made where it is missing, and refused where it takes no file. */
    static SavedActs in(String typed) {
        try {
            Path folder = Files.createDirectories(Path.of(typed));
            Files.delete(Files.createTempFile(folder, ".linger-", ""));
            return new SavedActs(folder, true);
        } catch (IOException e) {
            throw refusal(typed, "cannot be written to: " + Refusal.reason(e));
        } catch (InvalidPathException _) {
            throw refusal(typed, "is no name of a folder");
        }
    }

    private static Refusal refusal(String typed, String reason) {
        return new Refusal("--save " + Wording.printable(typed) + ": " + reason);
    }

    /** Into a folder that is taken away in the end. */
    static SavedActs forNow() {
        try {
            return new SavedActs(Files.createTempDirectory("linger-lab"), false);
        } catch (IOException e) {
            throw new Refusal(
                    "a folder for the packets cannot be made in "
                            + System.getProperty("java.io.tmpdir")
                            + ": "
                            + Refusal.reason(e)
                            + "; --save names another one");
        }
    }

    /** Nowhere: nobody will read them. */
    static SavedActs none() {
        return new SavedActs(null, false);
    }

    /** Writes those that have packets; an earlier file of the same act is written over. */
    void write(List<Outcome> outcomes) {
        if (folder == null) {
            return;
        }
        Map<String, Integer> acts = new HashMap<>();
        for (Outcome outcome : outcomes) {
            int act = acts.merge(outcome.story().word(), 1, Integer::sum);
            if (!outcome.packets().isEmpty()) {
                Path file = folder.resolve(outcome.story().word() + "-" + act + ".pcapng");
                write(outcome.packets(), file);
                files.put(outcome, file);
            }
        }
    }

    private static void write(List<Packet> packets, Path file) {
        try (PcapngWriter writer =
                new PcapngWriter(
                        new BufferedOutputStream(Files.newOutputStream(file)),
                        "lo",
                        PacketRing.LINK_TYPE)) {
            for (Packet packet : packets) {
                writer.write(packet);
            }
            writer.finish(packets.size(), 0);
        } catch (IOException e) {
            throw new Refusal(file + ": could not be written: " + Refusal.reason(e));
        }
    }

    /** All files, in the order of the acts. */
    List<String> all() {
        return new ArrayList<>(files.values().stream().map(Path::toString).toList());
    }

    /** Empty where no packets of the act were seen. */
    String of(Outcome outcome) {
        Path file = files.get(outcome);
        return file == null ? "" : file.toString();
    }

    @Override
    public void close() {
        if (folder == null || isKept) {
            return;
        }
        try {
            for (Path file : files.values()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            return; // it is in the folder for what may be removed
        }
    }
}
