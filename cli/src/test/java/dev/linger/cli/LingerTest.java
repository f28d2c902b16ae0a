package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LingerTest {

    @Test
    void helpsWhereNothingIsAsked() {
        Ran ran = Ran.linger();
        assertEquals(ran.expected("help"), ran.out());
        assertEquals(ran.out(), Ran.linger("--help").out());
        assertEquals(0, ran.status());
    }

    @ParameterizedTest
    @EnumSource
    void helpsWithEachCommand(Command command) {
        Ran ran = Ran.linger(command.word(), "--help");
        assertEquals(ran.expected("help-" + command.word()), ran.out());
        assertEquals(0, ran.status());
    }

    @Test
    void helpsWithACommandInThreeWays() {
        String help = Ran.linger("serve", "--help").out();
        assertEquals(help, Ran.linger("help", "serve").out());
        assertEquals(help, Ran.linger("--help", "serve").out());
        assertTrue(Ran.linger("help", "sevre").err().contains("\"sevre\" is no command"));
    }

    @Test
    void tellsItsVersion() {
        assertTrue(
                Ran.linger("--version").out().matches("linger \\d+\\.\\d+\\.\\S+ \\(Java .*\\)\n"));
    }

    @Test
    void refusesAnUnknownCommandAndListsThose() {
        Ran ran = Ran.linger("explane");
        assertEquals(2, ran.status());
        assertEquals(
                "linger: \"explane\" is no command; did you mean explain? There are explain, lab,"
                        + " watch, doctor, serve, get, probe, causes, findings, completion\n",
                ran.err());
    }

    @Test
    void whatWasProbablyMeantIsTold() {
        assertTrue(Ran.linger("causes", "idel-timeout").err().contains("mean idle-timeout?"));
        assertTrue(
                Ran.linger("explain", "--finding", "request-caps", "x")
                        .err()
                        .contains("mean request-cap?"));
        assertTrue(Ran.linger("explain", "--cause", "surplu", "x").err().contains("mean surplus?"));
        Ran option = Ran.linger("explain", "--conection", "7", "x");
        assertEquals(2, option.status());
        assertEquals(
                "linger: \"--conection\" is no option; did you mean --connection? (linger explain --help"
                        + " lists them)\n",
                option.err());
    }

    @Test
    void aFindingTakenForACauseIsShownWhereItIs() {
        assertEquals(
                "linger: \"client-idle-timeout\" is no cause but a finding, of many connections:"
                        + " linger findings client-idle-timeout\n",
                Ran.linger("causes", "client-idle-timeout").err());
    }

    @Test
    void listsEveryCause() {
        List<String> lines = Ran.linger("causes").out().lines().toList();
        assertEquals(CloseCause.values().length, lines.size());
        for (CloseCause cause : CloseCause.values()) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(cause.word() + " ")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void printsThePageOfEachCause(CloseCause cause) {
        Ran ran = Ran.at(80, false, "causes", cause.word());
        assertEquals(0, ran.status(), ran.err());
        assertEquals(cause.word(), ran.out().lines().findFirst().orElseThrow());
    }

    @Test
    void aClosedPipeIsNoFailure() {
        Ran.linger("explain", Ran.SAMPLE);
        Failing closed = new Failing("Broken pipe");
        assertEquals(
                0, Linger.run(new String[] {"explain", "--json", Ran.SAMPLE}, closed.terminal()));
        assertEquals("", closed.said());
    }

    @Test
    void aCheckIsNotPassedWhereNobodyReadItsOutput() {
        Failing closed = new Failing("Broken pipe");
        String[] asked = {"explain", "--json", "--check", Ran.SAMPLE};
        assertEquals(2, Linger.run(asked, closed.terminal()));
        assertEquals(
                "linger: --check has no answer, because the output could not be written:"
                        + " Broken pipe\n",
                closed.said());
    }

    @Test
    void aFullDiskIsSaidInOneSentence() {
        Failing full = new Failing("No space left on device");
        assertEquals(2, Linger.run(new String[] {"explain", Ran.SAMPLE}, full.terminal()));
        assertEquals(
                "linger: the output could not be written: No space left on device\n", full.said());
    }

    @Test
    void completesWordsInBash() throws Exception {
        assertEquals("explain", completed("linger", "exp"));
        assertEquals("idle-timeout", completed("linger", "explain", "--cause", "idle"));
        assertEquals("close-requested", completed("linger", "causes", "close"));
        assertEquals("client-asks-to-close", completed("linger", "findings", "client-asks"));
        assertEquals(
                "client-asks-to-close", completed("linger", "explain", "--finding", "client-asks"));
        assertEquals("client", completed("linger", "explain", "x", "--closed-first", "cl"));
        assertEquals("--json", completed("linger", "explain", "--js"));
        assertEquals("--once", completed("linger", "watch", "--on"));
        assertEquals("", completed("linger", "explain", "traf"));
        assertEquals("--close-first", completed("linger", "serve", "--close"));
        assertEquals("server", completed("linger", "serve", "--close-first", "se"));
        assertEquals("combined", completed("linger", "serve", "--log-format", "comb"));
    }

    private static String completed(String... words) throws IOException, InterruptedException {
        String script =
                Ran.linger("completion").out()
                        + "COMP_WORDS=("
                        + String.join(" ", words)
                        + "); COMP_CWORD="
                        + (words.length - 1)
                        + "; _linger; echo \"${COMPREPLY[*]}\"";
        Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
        try (InputStream out = bash.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, bash.waitFor(), text);
            return text;
        }
    }

    /** Output that fails at once. */
    private static final class Failing extends OutputStream {
        private final String reason;
        private final java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();

        Failing(String reason) {
            this.reason = reason;
        }

        Terminal terminal() {
            PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
            return new Terminal(this, errors, Terminal.UNLIMITED, false, false);
        }

        String said() {
            return err.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int value) throws IOException {
            throw new IOException(reason);
        }
    }
}
