package dev.linger.cli;

import java.util.Arrays;

/** Connections that the client closes first, and then the program, in the same namespace. */
final class WatchedChurn {
    private WatchedChurn() {}

    /**
     * Runs it.
     *
     * @param arguments how many connections, and the program's arguments
     */
    public static void main(String[] arguments) throws Exception {
        try (Pair open = Pair.open(8080)) {
            for (int each = 0; each < Integer.parseInt(arguments[0]); each++) {
                Pair closed = open.another();
                Pair.closeFirst(closed.client(), closed.server());
            }
            Pair.closeFirst(open.server(), open.client());
            Linger.main(Arrays.copyOfRange(arguments, 1, arguments.length));
        }
    }
}
