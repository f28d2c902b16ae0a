package dev.linger.cli;

import dev.linger.life.Wording;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** The options and arguments of one command, as typed. */
public final class Asked {
    /** The name of a file that stands for the standard input. */
    public static final String STANDARD_INPUT = "-";

    private final CommandLine typed;
    private final String line;

    private Asked(CommandLine typed, String line) {
        this.typed = typed;
        this.line = line;
    }

    /** Options and arguments in any order; {@code --} ends the options. */
    public static Asked of(Command command, String[] arguments) {
        Options options = new Options();
        command.flags().forEach(flag -> options.addOption(flag.option()));
        DefaultParser parser =
                DefaultParser.builder()
                        .setAllowPartialMatching(false)
                        .setStripLeadingAndTrailingQuotes(false)
                        .get();
        try {
            return new Asked(parser.parse(options, arguments), line(command, arguments));
        } catch (UnrecognizedOptionException e) {
            String option = e.getOption();
            throw new Refusal(
                    "\""
                            + Wording.printable(option)
                            + "\" is no option"
                            + Nearest.to(option, words(command))
                            + " (linger "
                            + command.word()
                            + " --help lists them)");
        } catch (ParseException e) {
            String message = Wording.printable(String.valueOf(e.getMessage()));
            throw new Refusal(message + " (linger " + command.word() + " --help lists them)");
        }
    }

    private static List<String> words(Command command) {
        return command.flags().stream().map(flag -> "--" + flag.word()).toList();
    }

    private static String line(Command command, String[] arguments) {
        StringBuilder line = new StringBuilder(command.word());
        for (String argument : arguments) {
            line.append(' ').append(typed(argument));
        }
        return line.toString();
    }

    /** One argument, fit to be typed in a shell. */
    public static String typed(String argument) {
        boolean isPlain = argument.matches("[A-Za-z0-9_./:=@%+,-]+");
        return isPlain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** All of it, fit to be typed again. */
    public String line() {
        return line;
    }

    public boolean has(Flag flag) {
        return typed.hasOption(flag.word());
    }

    /**
     * The value given; null where none was.
     *
     * @throws Refusal if several were, which differ
     */
    public @Nullable String value(Flag flag) {
        List<String> values = values(flag).stream().distinct().toList();
        if (values.size() > 1) {
            throw new Refusal(
                    "--"
                            + flag.word()
                            + " takes one value, and was given "
                            + String.join(
                                    " and ", values.stream().map(Wording::printable).toList()));
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    public List<String> values(Flag flag) {
        String[] values = typed.getOptionValues(flag.word());
        return values == null ? List.of() : List.of(values);
    }

    /** A whole number within these bounds. */
    public static long number(Flag flag, String typed, long least, long most) {
        if (typed.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(typed);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new Refusal(
                "--"
                        + flag.word()
                        + " "
                        + Wording.printable(typed)
                        + ": must be a whole number from "
                        + least
                        + (most == Long.MAX_VALUE ? "" : " to " + most));
    }

    public List<String> arguments() {
        return typed.getArgList();
    }
}
