package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Host;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes: how many files they have open, as far as that may be seen, and their limits. */
final class OpenFiles {
    private final ProcFiles files;
    private final List<Host.OpenFiles> processes = new ArrayList<>();
    private int hidden;

    private OpenFiles(ProcFiles files) {
        this.files = files;
    }

    static OpenFiles read(ProcFiles files) {
        OpenFiles reader = new OpenFiles(files);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files.at("proc"), "[0-9]*")) {
            all.forEach(one -> reader.process(String.valueOf(one.getFileName())));
        } catch (IOException e) {
            return reader; // no /proc: then nothing else was read either, and that is said once
        }
        return reader;
    }

    private void process(String pid) {
        // Threads of the kernel have no command line, and no files.
        if (!pid.matches("\\d{1,9}") || files.text("proc/" + pid + "/cmdline").isEmpty()) {
            return;
        }
        String name = files.text("proc/" + pid + "/comm").strip();
        long open = openFiles(pid);
        hidden += open < 0 ? 1 : 0;
        for (String line : files.lines("proc/" + pid + "/limits")) {
            if (line.startsWith("Max open files")) {
                String[] words =
                        line.substring("Max open files".length()).strip().split("\\s+", -1);
                long soft = limit(words[0]);
                processes.add(
                        new Host.OpenFiles(Long.parseLong(pid), name, open, soft, limit(words[1])));
            }
        }
    }

    private static long limit(String word) {
        return word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word);
    }

    /** -1 where they may not be seen. */
    private long openFiles(String pid) {
        long count = 0;
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(files.at("proc/" + pid + "/fd"))) {
            for (Path _ : all) {
                count++;
            }
            return count;
        } catch (IOException e) {
            return -1;
        }
    }

    List<Host.OpenFiles> processes() {
        return processes;
    }

    /** How many processes keep their files from us. */
    int hidden() {
        return hidden;
    }
}
