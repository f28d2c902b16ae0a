package dev.linger.cli;

import java.util.List;

/** The help of the program and of its commands. */
final class Help {
    private static final int INDENT = 23;
    private static final int WIDTH = 88;

    private Help() {}

    static String ofProgram() {
        StringBuilder text = new StringBuilder();
        text.append("HTTP connections that stay open, and the reason when they don't.\n\n");
        text.append("Usage: linger COMMAND\n\n");
        for (Command command : Command.values()) {
            item(text, command.word() + " " + command.arguments(), command.description());
        }
        flags(text, List.of(Flag.HELP, Flag.VERSION));
        return text.append(
                        """

                        Examples:
                          linger lab                    how connections end, shown on this machine
                          linger explain traffic.pcap   what is wrong, and why connections end
                          linger serve public           serves files, and says why connections end
                          linger causes idle-timeout    what a cause is, and what to change
                          linger explain --help         the options of a command

                        Exit status: 0 done, 1 found something (--check), 2 could not be done.
                        """)
                .toString();
    }

    static String of(Command command) {
        StringBuilder text = new StringBuilder(command.description()).append("\n\n");
        text.append("Usage: linger ").append(command.word());
        if (command.flags().size() > 1) {
            text.append(" [OPTION]...");
        }
        text.append(command.arguments().isEmpty() ? "" : " ");
        text.append(command.arguments()).append("\n\n");
        flags(text, command.flags());
        return text.append('\n').append(command.more()).toString();
    }

    private static void flags(StringBuilder text, List<Flag> flags) {
        for (Flag flag : flags) {
            item(text, flag.usage(), flag.description());
        }
    }

    private static void item(StringBuilder text, String name, String description) {
        String pad = " ".repeat(Math.max(2, INDENT - 2 - name.length()));
        for (String line : Wrapped.text("  " + name + pad, description, WIDTH)) {
            text.append(line).append('\n');
        }
    }
}
