package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However challenges are written, they are read as what they are. */
class ChallengeTest {
    private static final String TOKEN = "abcXYZ019!#$%&'*+-.^_`|~";
    private static final String QUOTED = TOKEN + " \t,=\"\\();/:\u00e4";
    private static final String ANY = "aB,=\"\\ \t;/\u00e4";

    private final Random random = new Random(20260614);

    @Test
    void anyLegalFormIsReadAsItWasMeant() {
        for (int i = 0; i < 20_000; i++) {
            List<Challenge> meant = challenges();
            List<String> lines = written(meant);
            assertEquals(meant, Challenge.of(lines), lines::toString);
        }
    }

    @Test
    void anyTextIsReadToItsEnd() {
        for (int i = 0; i < 50_000; i++) {
            for (Challenge one : Challenge.of(List.of(word(ANY, 0, 40), word(ANY, 0, 40)))) {
                assertEquals(one.scheme(), one.scheme().replaceAll("[,=\"\\s]", ""));
            }
        }
    }

    private List<Challenge> challenges() {
        List<Challenge> challenges = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                parameters.put(
                        word("abcxyz019-", 1, 8),
                        random.nextBoolean() ? word(TOKEN, 1, 8) : word(QUOTED, 0, 12));
            }
            challenges.add(new Challenge(word(TOKEN, 1, 8), parameters));
        }
        return challenges;
    }

    private String word(String of, int least, int most) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            word.append(of.charAt(random.nextInt(of.length())));
        }
        return word.toString();
    }

    private List<String> written(List<Challenge> challenges) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(comma());
        for (Challenge one : challenges) {
            line.append(one.scheme());
            String before = " " + word(" ", 0, 2);
            for (Map.Entry<String, String> parameter : one.parameters().entrySet()) {
                line.append(before)
                        .append(parameter.getKey())
                        .append(word(" \t", 0, 1))
                        .append('=')
                        .append(word(" \t", 0, 1))
                        .append(value(parameter.getValue()));
                before = "," + comma();
            }
            if (random.nextBoolean()) {
                lines.add(line.toString());
                line = new StringBuilder(comma());
            } else {
                line.append(',').append(comma());
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** Or empty elements, or nothing but blanks. */
    private String comma() {
        return word(", \t", 0, 3);
    }

    private String value(String value) {
        boolean isToken = !value.isEmpty() && value.chars().allMatch(c -> TOKEN.indexOf(c) >= 0);
        if (isToken && random.nextBoolean()) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\' || random.nextInt(8) == 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Negotiate YWJj==, Basic realm=\"r\" | r",
                "Negotiate YWJj= , bAsIc realm=r | r",
                "Basic realm=my/site | my/site",
                "Basic realm=\"never ends, Basic | never ends, Basic",
                "Basic realm=\"a\" realm=\"b\" | a",
                "Basic realm=My Digest realm=\"d\" | My",
                "Basic charset=\"UTF-8\", Digest realm=\"d\" | none",
                "realm=\"x\", Basic | none",
                "Bearer realm=\"sign in, basic users too\" | no challenge",
                "Bearer \"Basic\", realm=\"Basic realm=x\" | no challenge"
            })
    void whatIsSeenInTheFieldIsRead(String line, String realm) {
        String found =
                Challenge.of(List.of(line)).stream()
                        .filter(challenge -> challenge.isOf("Basic"))
                        .findFirst()
                        .map(challenge -> challenge.parameters().getOrDefault("realm", "none"))
                        .orElse("no challenge");
        assertEquals(realm, found);
    }
}
