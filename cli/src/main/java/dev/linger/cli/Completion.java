package dev.linger.cli;

import dev.linger.cli.doctor.Doctor;
import dev.linger.cli.lab.LabCommand;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The script that lets a shell complete commands, options and their words. */
final class Completion {

    private Completion() {}

    static String script() {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # Completes linger in bash and zsh. To use it: source <(linger completion)
                if [ -n "${ZSH_VERSION-}" ]; then
                    autoload -U +X bashcompinit && bashcompinit
                fi

                _linger() {
                    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=
                    case $before in
                """);
        Set<String> done = new HashSet<>();
        for (Flag flag : Flag.values()) {
            if (flag.takesValue() && done.add(flag.word())) {
                String words = String.join(" ", flag.candidates());
                text.append("    --").append(flag.word()).append(") words=\"").append(words);
                text.append("\" ;;\n");
            }
        }
        text.append("    *) case \"$COMP_CWORD ${COMP_WORDS[1]}\" in\n");
        text.append("        \"1 \"*) words=\"").append(commands()).append("\" ;;\n");
        for (Command command : Command.values()) {
            text.append("        *\" ").append(command.word()).append("\") words=\"");
            text.append(wordsOf(command)).append("\" ;;\n");
        }
        return text.append(
                        """
                                esac ;;
                            esac
                            # Where no word fits, the shell completes file names.
                            COMPREPLY=($(compgen -W "$words" -- "$word"))
                        }
                        complete -o default -F _linger linger
                        """)
                .toString();
    }

    private static String commands() {
        String words =
                Arrays.stream(Command.values()).map(Command::word).collect(Collectors.joining(" "));
        return words + " --help --version";
    }

    private static String wordsOf(Command command) {
        String flags =
                command.flags().stream()
                        .map(flag -> "--" + flag.word())
                        .collect(Collectors.joining(" "));
        return switch (command) {
            case EXPLAIN, WATCH, SERVE, GET, PROBE, COMPLETION -> flags;
            case LAB -> flags + " " + String.join(" ", LabCommand.words());
            case DOCTOR -> flags + " " + String.join(" ", Doctor.ids());
            case CAUSES -> flags + " " + String.join(" ", Flag.CAUSE.candidates());
            case FINDINGS -> flags + " " + String.join(" ", Flag.FINDING.candidates());
        };
    }
}
