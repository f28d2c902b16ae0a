package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Host;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processes that may be seen: their open files and limits, and whose sockets are whose. */
final class ProcessReader {
    private final ProcFiles files;
    private final Set<Long> wanted;
    private final List<Host.OpenFiles> processes = new ArrayList<>();
    private final Map<Long, String> programs = new HashMap<>();
    private int hidden;

    /**
     * @param wanted inodes of the sockets whose programs are asked for
     */
    private ProcessReader(ProcFiles files, Set<Long> wanted) {
        this.files = files;
        this.wanted = wanted;
    }

    static ProcessReader read(ProcFiles files, Set<Long> wanted) {
        ProcessReader reader = new ProcessReader(files, wanted);
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
        long open = openFiles(pid, name);
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
    private long openFiles(String pid, String name) {
        long count = 0;
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(files.at("proc/" + pid + "/fd"))) {
            for (Path one : all) {
                count++;
                if (!wanted.isEmpty()) {
                    note(one, name);
                }
            }
            return count;
        } catch (IOException e) {
            return -1;
        }
    }

    private void note(Path descriptor, String name) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("socket:[")) {
                long inode = Long.parseLong(target.substring(8, target.length() - 1));
                if (wanted.contains(inode)) {
                    programs.putIfAbsent(inode, name);
                }
            }
        } catch (IOException e) {
            // It was closed while we looked: then it is no evidence of anything.
            return;
        }
    }

    List<Host.OpenFiles> processes() {
        return processes;
    }

    /** The name of the program that holds this socket; empty where that may not be seen. */
    String program(long inode) {
        return programs.getOrDefault(inode, "");
    }

    /** How many processes keep their files from us. */
    int hidden() {
        return hidden;
    }
}
