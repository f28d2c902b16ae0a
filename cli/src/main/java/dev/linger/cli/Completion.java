package dev.linger.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script that lets a shell complete commands, options and causes. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {
            "",
            "To use it, with linger on the PATH, put this into ~/.bashrc or ~/.zshrc:",
            "  source <(linger completion)"
        })
final class Completion implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    Completion(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String script = AutoComplete.bash("linger", spec.root().commandLine());
        terminal.out().write(script.getBytes(StandardCharsets.UTF_8));
        terminal.out().flush();
        return 0;
    }
}
