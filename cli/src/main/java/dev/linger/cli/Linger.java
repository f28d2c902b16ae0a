package dev.linger.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The command {@code linger}. Exit status 0: done; 2: could not be done. */
@Command(
        name = "linger",
        description = "HTTP connections that stay open, and the reason when they don't.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  linger explain traffic.pcap      who closed each connection first, and why",
            "  linger causes idle-timeout       what a cause is, and what to change",
            "  linger COMMAND --help            the options of a command"
        })
public final class Linger implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Linger() {}

    /** Runs one command and ends the process. */
    public static void main(String[] arguments) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(arguments, Terminal.ofProcess(out)));
    }

    /** Runs one command. */
    static int run(String[] arguments, Terminal terminal) {
        try {
            return commandLine(terminal).execute(arguments);
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            terminal.err()
                    .println(
                            "linger: out of memory (heap "
                                    + megabytes
                                    + " MB); memory grows with the connections that are open at"
                                    + " once: raise it with LINGER_JAVA_OPTIONS=-Xmx4g, say");
            return FAILED;
        }
    }

    private static CommandLine commandLine(Terminal terminal) {
        CommandLine linger =
                new CommandLine(new Linger())
                        .addSubcommand(new Explain(terminal))
                        .addSubcommand(new Causes(terminal))
                        .addSubcommand(new Completion(terminal));
        for (CommandLine command : linger.getSubcommands().values()) {
            command.getCommandSpec().addOption(help());
        }
        linger.getCommandSpec().addOption(help());
        linger.getCommandSpec().addOption(version());
        linger.getCommandSpec().versionProvider(() -> new String[] {versionLine()});
        Ansi ansi = terminal.coloured() ? Ansi.ON : Ansi.OFF;
        linger.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
        linger.setOut(
                new PrintWriter(
                        new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), true));
        linger.setErr(
                new PrintWriter(
                        new OutputStreamWriter(terminal.err(), StandardCharsets.UTF_8), true));
        linger.setExpandAtFiles(false);
        linger.setUsageHelpWidth(Math.clamp(terminal.columns(), 60, 96));
        linger.setParameterExceptionHandler((fault, _) -> refuse(fault, terminal.err()));
        linger.setExecutionExceptionHandler((fault, _, _) -> fail(fault, terminal.err()));
        return linger;
    }

    private static CommandLine.Model.OptionSpec help() {
        return CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Shows this help.")
                .build();
    }

    private static CommandLine.Model.OptionSpec version() {
        return CommandLine.Model.OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Shows the version.")
                .build();
    }

    private static String versionLine() throws IOException {
        try (InputStream version = Linger.class.getResourceAsStream("version.txt")) {
            String number =
                    version == null
                            ? "of unknown version"
                            : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
            return "linger " + number + " (Java " + Runtime.version() + ")";
        }
    }

    private static int refuse(ParameterException fault, PrintStream err) {
        String name = fault.getCommandLine().getCommandSpec().qualifiedName();
        err.println(
                "linger: "
                        + Wording.printable(String.valueOf(fault.getMessage()))
                        + " (see: "
                        + name
                        + " --help)");
        return FAILED;
    }

    private static int fail(Exception fault, PrintStream err) {
        if (fault instanceof Refusal) {
            err.println("linger: " + fault.getMessage());
            return FAILED;
        }
        Throwable reason = fault instanceof Outlet.Broken broken ? broken.reason() : fault;
        if (reason instanceof IOException) {
            return cannotPrint(reason, err);
        }
        StackTraceElement[] trace = reason.getStackTrace();
        err.println(
                "linger: a fault of its own: "
                        + reason
                        + (trace.length > 0 ? " at " + trace[0] : "")
                        + "; please report it together with the command");
        return FAILED;
    }

    /** A reader that has seen enough, as {@code head} has, closes the pipe: that is no failure. */
    private static int cannotPrint(Throwable reason, PrintStream err) {
        String message = String.valueOf(reason.getMessage());
        if (message.contains("Broken pipe")) {
            return DONE;
        }
        err.println("linger: the output could not be written: " + message);
        return FAILED;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
