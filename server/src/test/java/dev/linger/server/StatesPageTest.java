package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture in docs/server.md is what the code says; -Dlinger.expected=write draws it. */
class StatesPageTest {
    private static final String BEGIN = "```mermaid\n";
    private static final String END = "```\n";
    private static final Path PAGE = Path.of(System.getProperty("linger.root"), "docs/server.md");

    @Test
    void thePictureOfTheStatesIsThatOfTheCode() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        if ("write".equals(System.getProperty("linger.expected"))) {
            Files.writeString(PAGE, page.substring(0, from) + picture() + page.substring(to));
        } else {
            assertEquals(picture(), page.substring(from, to));
        }
    }

    private static String picture() {
        StringBuilder picture = new StringBuilder("stateDiagram-v2\n");
        picture.append(arrow("[*]", "Handshaking")).append(arrow("[*]", "Unused"));
        for (State state : states()) {
            String name = state.getClass().getSimpleName();
            List<String> next = state.next().stream().map(Class::getSimpleName).sorted().toList();
            next.forEach(one -> picture.append(arrow(name, one)));
            if (next.isEmpty()) {
                picture.append(arrow(name, "[*]"));
            }
        }
        return picture.toString();
    }

    private static String arrow(String from, String to) {
        return "    " + from + " --> " + to + "\n";
    }

    /** One of each kind. */
    private static List<State> states() {
        Reason reason = new Reason(CloseCause.UNKNOWN, DecidedBy.UNKNOWN, Phase.UNKNOWN, "");
        return Stream.of(State.class.getPermittedSubclasses())
                .map(kind -> of(kind, reason))
                .toList();
    }

    private static State of(Class<?> kind, Reason reason) {
        try {
            var constructor = kind.getDeclaredConstructors()[0];
            Object[] parts =
                    Stream.of(constructor.getParameterTypes())
                            .map(type ->
                                    type == long.class
                                            ? (Object) 0L
                                            : type == Reason.class ? reason : null)
                            .toArray();
            return (State) constructor.newInstance(parts);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(kind + " cannot be made", e);
        }
    }
}
