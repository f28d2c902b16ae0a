package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentedOptionsTest {
    @ParameterizedTest
    @EnumSource(
            value = Command.class,
            names = {"DOCTOR", "LAB", "PROBE", "SERVE", "WATCH"})
    void aCommandsPageNamesEachOfItsOptions(Command command) throws IOException {
        String name = command.name().toLowerCase(Locale.ROOT) + ".md";
        String page = Files.readString(Ran.ROOT.resolve("docs").resolve(name));
        List<String> missing =
                command.flags().stream()
                        .filter(flag -> flag != Flag.HELP)
                        .map(flag -> "--" + flag.word())
                        .filter(option ->
                                !Pattern.compile(option + "(?![a-z-])").matcher(page).find())
                        .toList();
        assertEquals(List.of(), missing, name);
    }
}
