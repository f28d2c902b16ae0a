package dev.linger.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A program that tells what it sees of this host, wherever it is put. */
public final class Spectator {
    private Spectator() {}

    /** Prints a line for each thing, of the connections at this port. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        SocketTable.Query query = SocketTable.Query.all().withLocalPort(port);
        List<Long> inodes = new ArrayList<>();
        try (SocketTable table = new SocketTable();
                DestroyEvents events = new DestroyEvents()) {
            table.visit(query, one -> inodes.add(one.inode()));
            System.out.println("sockets " + inodes.size());
            System.out.println("events " + events.await(0, _ -> {}));
        } catch (RefusedByKernelException e) {
            System.out.println("refused " + e.getMessage());
        }
        try {
            int[] count = {0};
            new ProcTable().visit(query, _ -> count[0]++);
            System.out.println("listed " + count[0]);
        } catch (IOException e) {
            System.out.println("not listed " + e.getMessage());
        }
        Processes processes = new Processes();
        processes.seek(inodes);
        long named = inodes.stream().filter(inode -> processes.of(inode).isPresent()).count();
        System.out.println("named " + named);
        System.out.println("unseen " + (processes.unseen() > 0));
        System.out.println("ports " + PortRange.ofHost());
        String backlog = "net.core.somaxconn";
        HostSettings settings = HostSettings.of(backlog);
        System.out.println(settings.text(backlog).orElseGet(() -> settings.whyAbsent(backlog)));
        String opens = "Tcp.ActiveOpens";
        HostCounters counters = HostCounters.read();
        System.out.println(
                opens
                        + (counters.of(opens).isPresent()
                                ? " counted"
                                : " " + counters.whyAbsent(opens)));
    }
}
