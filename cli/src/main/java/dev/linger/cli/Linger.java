package dev.linger.cli;

import dev.linger.cli.doctor.Doctor;
import dev.linger.cli.explain.Explain;
import dev.linger.cli.get.Get;
import dev.linger.cli.lab.LabCommand;
import dev.linger.cli.probe.Probe;
import dev.linger.cli.serve.Serve;
import dev.linger.cli.watch.Watch;
import dev.linger.diagnosis.rule.Findings;
import dev.linger.life.CloseCause;
import dev.linger.life.Wording;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command {@code linger}. Ends with an {@link ExitStatus}. */
public final class Linger {
    private static final int BUFFER_BYTES = 1 << 16;

    private Linger() {}

    /** Runs one command and ends the process. */
    public static void main(String[] arguments) {
        OutputStream out =
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        int status = run(arguments, Terminal.ofProcess(out));
        if (status != ExitStatus.DONE) {
            // Everything is printed. System.exit would first look for a logger to tell of the exit,
            // which takes longer than all the rest of a start.
            Runtime.getRuntime().halt(status);
        }
    }

    /** Runs one command. What cannot be done is said in one sentence on the terminal's err. */
    public static int run(String[] arguments, Terminal terminal) {
        String sentence;
        try {
            return dispatch(arguments, terminal);
        } catch (Refusal e) {
            sentence = e.getMessage();
        } catch (IOException e) {
            sentence = cannotPrint(e);
        } catch (InvalidPathException e) {
            sentence = noName(e);
        } catch (OutOfMemoryError e) {
            sentence = outOfMemory();
        } catch (RuntimeException | Error e) {
            sentence = ownFault(e);
        }
        if (sentence == null) {
            return ExitStatus.DONE;
        }
        terminal.err().println("linger: " + sentence);
        return ExitStatus.FAILED;
    }

    private static int dispatch(String[] arguments, Terminal terminal) throws IOException {
        String first = arguments.length == 0 ? "--help" : arguments[0];
        if (first.equals("--help") || first.equals("-h") || first.equals("help")) {
            terminal.print(
                    arguments.length > 1 ? Help.of(command(arguments[1])) : Help.ofProgram());
            return ExitStatus.DONE;
        }
        if (first.equals("--version") || first.equals("-V")) {
            terminal.print(version() + "\n");
            return ExitStatus.DONE;
        }
        Command command = command(first);
        Asked asked = Asked.of(command, Arrays.copyOfRange(arguments, 1, arguments.length));
        if (asked.has(Flag.HELP)) {
            terminal.print(Help.of(command));
            return ExitStatus.DONE;
        }
        return switch (command) {
            case EXPLAIN -> new Explain(asked, terminal).run();
            case LAB -> new LabCommand(asked, terminal).run();
            case DOCTOR -> doctor(asked, terminal);
            case SERVE -> Serve.run(asked, terminal);
            case GET -> new Get(asked, terminal).run();
            case PROBE -> new Probe(asked, terminal).run();
            case CAUSES -> causes(asked.arguments(), terminal);
            case FINDINGS -> findings(asked.arguments(), terminal);
            case WATCH -> new Watch(asked, terminal).run();
            case COMPLETION -> {
                if (!asked.arguments().isEmpty()) {
                    throw new Refusal("completion has no arguments: its script is for all shells");
                }
                terminal.print(Completion.script());
                yield ExitStatus.DONE;
            }
        };
    }

    private static int doctor(Asked asked, Terminal terminal) throws IOException {
        return new Doctor(asked, terminal, Path.of("/"), System.getProperty("os.name")).run();
    }

    private static Command command(String typed) {
        for (Command command : Command.values()) {
            if (command.word().equals(typed)) {
                return command;
            }
        }
        List<String> words = Arrays.stream(Command.values()).map(Command::word).toList();
        throw new Refusal(
                "\"" + Wording.printable(typed) + "\" is no command" + Nearest.of(typed, words));
    }

    private static int causes(List<String> typed, Terminal terminal) throws IOException {
        refuseSeveral("causes", "cause", typed);
        Pages pages = new Pages("causes", terminal);
        Map<String, String> meanings = new LinkedHashMap<>();
        for (CloseCause cause : CloseCause.values()) {
            meanings.put(cause.word(), cause.meaning());
        }
        return print(
                typed.isEmpty()
                        ? pages.catalogue(meanings)
                        : pages.page(Vocabulary.cause(typed.getFirst()).word()),
                terminal);
    }

    private static int findings(List<String> typed, Terminal terminal) throws IOException {
        refuseSeveral("findings", "finding", typed);
        Pages pages = new Pages("findings", terminal);
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String id : Findings.ids()) {
            meanings.put(id, pages.opening(id));
        }
        return print(
                typed.isEmpty()
                        ? pages.catalogue(meanings)
                        : pages.page(Vocabulary.finding(typed.getFirst())),
                terminal);
    }

    private static void refuseSeveral(String command, String one, List<String> typed) {
        if (typed.size() > 1) {
            throw new Refusal(command + " explains one " + one + " at a time, not " + typed.size());
        }
    }

    private static int print(List<String> lines, Terminal terminal) throws IOException {
        terminal.print(String.join("\n", lines) + "\n");
        return ExitStatus.DONE;
    }

    private static String version() throws IOException {
        try (InputStream version = Linger.class.getResourceAsStream("version.txt")) {
            if (version == null) {
                throw new Refusal("the version is missing from this build");
            }
            String number = new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
            return "linger " + number + " (Java " + Runtime.version() + ")";
        }
    }

    /** A reader that has seen enough, as {@code head} has, closes the pipe: that is no failure. */
    private static @Nullable String cannotPrint(IOException reason) {
        String message = String.valueOf(reason.getMessage());
        return message.contains("Broken pipe")
                ? null
                : "the output could not be written: " + message;
    }

    private static String noName(InvalidPathException reason) {
        return "\""
                + Wording.printable(reason.getInput())
                + "\" is no file's name here: "
                + reason.getReason()
                + "; the locale says what characters names have (LC_ALL=C.UTF-8 takes all)";
    }

    private static String outOfMemory() {
        return "out of memory (heap "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB); it is the connections open at once that take it: give it more with"
                + " LINGER_JAVA_OPTIONS=-Xmx4g, say";
    }

    private static String ownFault(Throwable reason) {
        StackTraceElement[] trace = reason.getStackTrace();
        String place = trace.length > 0 ? " at " + trace[0] : "";
        return "a fault of its own: " + reason + place + "; please report it with the command";
    }
}
