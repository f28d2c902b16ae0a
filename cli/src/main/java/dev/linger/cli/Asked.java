package dev.linger.cli;

import dev.linger.life.Wording;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The options and arguments of one command, as typed. */
public final class Asked {
    private final CommandLine typed;

    private Asked(CommandLine typed) {
        this.typed = typed;
    }

    /** Options and arguments in any order; {@code --} ends the options. */
    static Asked of(Command command, String[] arguments) {
        Options options = new Options();
        command.flags().forEach(flag -> options.addOption(flag.option()));
        DefaultParser parser = DefaultParser.builder().setAllowPartialMatching(false).get();
        try {
            return new Asked(parser.parse(options, arguments));
        } catch (ParseException e) {
            String message = Wording.printable(String.valueOf(e.getMessage()));
            throw new Refusal(message + " (linger " + command.word() + " --help lists them)");
        }
    }

    public boolean has(Flag flag) {
        return typed.hasOption(flag.word());
    }

    /** The last value given; null where none was. */
    public @Nullable String value(Flag flag) {
        String[] values = typed.getOptionValues(flag.word());
        return values == null ? null : values[values.length - 1];
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
