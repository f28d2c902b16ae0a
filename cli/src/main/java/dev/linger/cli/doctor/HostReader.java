package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Host;
import dev.linger.diagnosis.host.Kernel;
import dev.linger.diagnosis.host.Sockets;
import dev.linger.life.Wording;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketTable;
import dev.linger.linux.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * This host as it is now, and what of it could not be seen.
 *
 * @param host for the rules
 * @param notes each a sentence
 */
record HostReader(Host host, List<String> notes) {

    /** Reads what the user may see; needs no capability. */
    static HostReader read(Path root) {
        List<String> notes = new ArrayList<>();
        Map<Long, Long> rooms = rooms(notes);
        ProcFiles files = new ProcFiles(root);
        SysctlReader sysctls = new SysctlReader(files);
        SocketTally tally = new SocketTally(SocketRow.of(files));
        ProcessReader processes = ProcessReader.read(files, tally.wanted());
        Sockets sockets = tally.sockets(processes, rooms);
        Host host =
                new Host(
                        new Kernel(files.text("proc/sys/kernel/osrelease").strip()),
                        sysctls.settings(),
                        CounterReader.read(files),
                        sockets,
                        processes.processes(),
                        sysctls.written());
        notes.addAll(notes(files, processes));
        return new HostReader(host, notes);
    }

    private static Map<Long, Long> rooms(List<String> notes) {
        Map<Long, Long> rooms = new HashMap<>();
        try (SocketTable sockets = new SocketTable()) {
            sockets.visit(
                    SocketTable.Query.all().inStates(Set.of(TcpState.LISTEN)),
                    socket -> rooms.put(socket.inode(), socket.sendQueue()));
        } catch (RefusedByKernelException e) {
            notes.add(
                    "how long accept queues may grow is not known, because the kernel did not tell: "
                            + e.getMessage());
        }
        return rooms;
    }

    private static List<String> notes(ProcFiles files, ProcessReader processes) {
        List<String> notes = new ArrayList<>();
        if (hasNamespaceOfItsOwn(files)) {
            notes.add(
                    "this is a container or a network namespace: what is said of net.* and of"
                            + " sockets holds in here; the host around it has its own");
        }
        if (processes.hidden() > 0) {
            notes.add(
                    "the open files of "
                            + Wording.count(processes.hidden())
                            + (processes.hidden() == 1 ? " process" : " processes")
                            + " of other users were not seen, nor whose sockets are theirs; that"
                            + " needs CAP_SYS_PTRACE: sudo ./linger doctor");
        }
        files.refused().stream()
                .filter(refused -> !refused.matches("/proc/\\d+/.*"))
                .map(refused -> refused + " may be read by root only: sudo ./linger doctor")
                .forEach(notes::add);
        return notes;
    }

    private static boolean hasNamespaceOfItsOwn(ProcFiles files) {
        if (Files.exists(files.at(".dockerenv")) || Files.exists(files.at("run/.containerenv"))) {
            return true;
        }
        try {
            Path first = Files.readSymbolicLink(files.at("proc/1/ns/net"));
            return !first.equals(Files.readSymbolicLink(files.at("proc/self/ns/net")));
        } catch (IOException e) {
            return false; // only root may compare them
        }
    }
}
