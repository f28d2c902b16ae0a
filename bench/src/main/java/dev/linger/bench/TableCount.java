package dev.linger.bench;

import dev.linger.linux.ProcTable;
import dev.linger.linux.SocketEntry;
import dev.linger.linux.SocketTable;
import dev.linger.linux.TcpState;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts the sockets of this host by state, by {@code diagnostics} or by {@code proc}. */
final class TableCount {
    private TableCount() {}

    public static void main(String[] arguments) throws Exception {
        long[] counts = new long[TcpState.values().length];
        Consumer<SocketEntry> count = socket -> counts[socket.state().ordinal()]++;
        long begin = System.nanoTime();
        switch (arguments[0]) {
            case "diagnostics" -> {
                try (SocketTable table = new SocketTable()) {
                    table.visit(SocketTable.Query.all(), count);
                }
            }
            case "proc" -> new ProcTable().visit(SocketTable.Query.all(), count);
            default -> throw new IllegalArgumentException("diagnostics or proc: " + arguments[0]);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        Map<String, Long> byState = new TreeMap<>();
        for (TcpState state : TcpState.values()) {
            if (counts[state.ordinal()] > 0) {
                byState.put(state.word(), counts[state.ordinal()]);
            }
        }
        System.out.println(byState + " in " + millis + " ms after the start");
    }
}
