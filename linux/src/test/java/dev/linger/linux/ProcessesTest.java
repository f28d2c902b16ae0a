package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessesTest {
    private static final String ID =
            "4f0c12ab34cd56ef4f0c12ab34cd56ef4f0c12ab34cd56ef4f0c12ab34cd56ef";

    @TempDir Path proc;

    private Path process(long pid, String name, String group) throws IOException {
        Path process = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(process.resolve("comm"), name + "\n");
        Files.writeString(process.resolve("cmdline"), name + "\0");
        Files.writeString(process.resolve("cgroup"), group + "\n");
        return process;
    }

    private static void hold(Path process, int descriptor, String what) throws IOException {
        Path folder = Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(folder.resolve("" + descriptor), Path.of(what));
    }

    @Test
    void namesTheHolderAndItsContainer() throws Exception {
        Path nginx = process(17, "nginx", "0::/system.slice/docker-" + ID + ".scope");
        hold(nginx, 0, "/dev/null");
        hold(nginx, 3, "socket:[4711]");
        Processes processes = new Processes(proc);
        processes.seek(List.of(4711L, 0L));
        assertEquals("nginx[17] in 4f0c12ab34cd", processes.of(4711).orElseThrow().toString());
        assertEquals(0, processes.unowned());
    }

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/nginx.service, nginx.service",
        "0::/user.slice/user-1000.slice/session-3.scope, ''",
        "0::/, ''",
        "0::/kubepods.slice/pod7.slice/cri-containerd-" + ID + ".scope, 4f0c12ab34cd",
        "12:pids:/docker/" + ID + ", 4f0c12ab34cd",
        "0::/kubepods/" + ID + "0, ''",
        "0::/machine.slice/libpod-" + ID + ".scope/container, 4f0c12ab34cd",
        "0::/system.slice/docker-" + ID + ".scope/init.scope, 4f0c12ab34cd"
    })
    void readsContainersAndUnitsFromControlGroups(String groups, String name) {
        assertEquals(name, Processes.container(groups));
    }

    @Test
    void ofSeveralHierarchiesTheContainerCounts() {
        assertEquals(
                "4f0c12ab34cd",
                Processes.container("2:cpu:/a.service\n1:name=systemd:/docker/" + ID + "\n0::/"));
    }

    @Test
    void whoHidesIsCountedAndThreadsOfTheKernelAreNot() throws Exception {
        process(21, "hidden", "0::/");
        Files.writeString(process(2, "kthreadd", "0::/").resolve("cmdline"), "");
        Processes processes = new Processes(proc);
        processes.seek(List.of(1L));
        assertTrue(processes.of(1).isEmpty());
        assertEquals(1, processes.unseen());
        assertEquals(1, processes.unowned());
    }

    @Test
    void searchesAgainForNewSocketsOnly() throws Exception {
        Path server = process(30, "server", "0::/");
        hold(server, 3, "socket:[1]");
        Processes processes = new Processes(proc);
        processes.seek(List.of(2L));
        assertTrue(processes.of(2).isEmpty());
        hold(server, 4, "socket:[2]");
        hold(server, 5, "socket:[3]");
        processes.seek(List.of(2L, 3L));
        assertTrue(processes.of(2).isEmpty(), "nobody was found, and that is remembered");
        assertEquals(30, processes.of(3).orElseThrow().pid());
    }

    @Test
    void whoWasNotFoundIsSoughtAgainNowAndThen() throws Exception {
        Path server = process(31, "server", "0::/");
        Processes processes = new Processes(proc);
        processes.seek(List.of(2L));
        hold(server, 4, "socket:[2]");
        for (int look = 0; look < 30; look++) {
            processes.seek(List.of(2L));
        }
        assertEquals(31, processes.of(2).orElseThrow().pid());
    }

    @Test
    void whoHasEndedHoldsNothing() throws Exception {
        Path server = process(40, "server", "0::/");
        hold(server, 3, "socket:[7]");
        Processes processes = new Processes(proc);
        processes.seek(List.of(7L));
        assertEquals(40, processes.of(7).orElseThrow().pid());
        Files.move(server, proc.resolve("gone"));
        hold(process(41, "heir", "0::/"), 3, "socket:[7]");
        processes.seek(List.of(7L));
        assertEquals(41, processes.of(7).orElseThrow().pid());
    }

    @Test
    void aSocketOfNobodyIsNotSearchedFor() throws Exception {
        process(50, "hidden", "0::/");
        Processes processes = new Processes(proc);
        processes.seek(List.of(0L));
        assertTrue(processes.of(0).isEmpty());
        assertEquals(0, processes.unseen());
        assertEquals(0, processes.unowned());
    }

    @Test
    void withoutAnyProcessToBeSeenTheSocketsAreCounted() {
        Processes processes = new Processes(proc.resolve("none"));
        processes.seek(List.of(1L, 2L));
        assertEquals(2, processes.unowned());
        assertEquals(0, processes.unseen());
    }

    @Test
    void findsASocketBehindManyDescriptors() throws Exception {
        Path busy = process(60, "busy", "0::/");
        for (int descriptor = 0; descriptor < 300; descriptor++) {
            hold(busy, descriptor, "socket:[" + (1000 + descriptor) + "]");
        }
        hold(process(61, "other", "0::/"), 3, "socket:[7]");
        Processes processes = new Processes(proc);
        List<Long> all = LongStream.range(1000, 1300).boxed().toList();
        processes.seek(all);
        assertTrue(all.stream().allMatch(inode -> processes.of(inode).orElseThrow().pid() == 60));
        processes.seek(List.of(7L));
        assertEquals(61, processes.of(7).orElseThrow().pid());
        assertTrue(processes.of(1000).isEmpty(), "who is sought no more is forgotten");
    }
}
