package dev.linger.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.lab.story.Stories;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.linux.Linux;
import dev.linger.server.Settings.FirstClose;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabTest {
    /** A story of one act. */
    private record Alone(Act act) implements Story {
        @Override
        public String word() {
            return "alone";
        }

        @Override
        public String title() {
            return "one act";
        }

        @Override
        public String lesson() {
            return "None.";
        }

        @Override
        public List<Act> acts() {
            return List.of(act);
        }
    }

    private static final Expected ASKED =
            Expected.of(2, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, ClosedFirst.SERVER);

    private static Outcome play(Act act) throws InterruptedException {
        return new Lab(1).play(List.of(new Alone(act)), _ -> {}).getFirst();
    }

    /** Two connections whose client asks for the end. */
    private static void twoAskedFor(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 2; i++) {
            stage.connect().ask("GET / HTTP/1.0\r\n\r\n").hear().hearEnd().close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyActEndsAsExpected() throws Exception {
        return new Lab(8)
                .play(Stories.all(), _ -> {}).stream()
                        .map(outcome ->
                                DynamicTest.dynamicTest(
                                        outcome.story().word() + ": " + outcome.act().configured(),
                                        () -> endedAsExpected(outcome)));
    }

    private static void endedAsExpected(Outcome outcome) {
        boolean mayBeMissing = System.getenv("CI") == null;
        assumeTrue(outcome.isPlayed() || !mayBeMissing, outcome.lacks());
        assertEquals("", outcome.lacks());
        assertEquals(List.of(), outcome.differences());
    }

    @Test
    void aWrongExpectationIsNamedOnceWithTheViewsThatKnow() throws Exception {
        Expected wrong =
                Expected.of(2, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER);
        Outcome outcome = play(Act.of("wrong", 2, LabTest::twoAskedFor, wrong));
        boolean arePacketsSeen = outcome.livesSeenBy(SeenBy.CAPTURE).isPresent();
        assertEquals(
                List.of(
                        (arePacketsSeen ? "server and packets" : "server")
                                + " saw 2 close-requested by client, not idle-timeout by server"),
                outcome.differences());
    }

    @Test
    void ofAWrongExpectationOnlyThatIsToldWhichDiffers() throws Exception {
        Expected wrong =
                Expected.of(2, CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER, ClosedFirst.SERVER);
        Outcome outcome = play(Act.of("wrong", 2, LabTest::twoAskedFor, wrong));
        assertTrue(
                outcome.differences()
                        .getFirst()
                        .endsWith(" saw 2 close-requested by client, not by server"),
                () -> "" + outcome.differences());
    }

    @Test
    void whoClosedFirstIsSeenByTheKernelToo() throws Exception {
        Expected wrong =
                Expected.of(2, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, ClosedFirst.CLIENT);
        Outcome outcome = play(Act.of("wrong", 2, LabTest::twoAskedFor, wrong));
        assumeTrue(outcome.livesSeenBy(SeenBy.KERNEL).isPresent());
        assertTrue(
                outcome.differences().stream()
                        .anyMatch(one ->
                                one.contains("kernel")
                                        && one.endsWith(
                                                " saw 2 closed first by server, not client")),
                () -> "" + outcome.differences());
        assertTrue(
                outcome.differences().contains("TIME_WAIT at the server: 2, not 0"),
                () -> "" + outcome.differences());
    }

    @Test
    void aConnectionTooManyIsADifference() throws Exception {
        Expected one =
                Expected.of(1, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, ClosedFirst.SERVER);
        Outcome outcome = play(Act.of("one", 2, LabTest::twoAskedFor, one));
        assertTrue(
                outcome.differences().contains("client ports: 2, not 1"),
                () -> "" + outcome.differences());
    }

    @Test
    void aLostAnswerIsADifference() throws Exception {
        Outcome outcome = play(Act.of("lost", 3, LabTest::twoAskedFor, ASKED));
        assertEquals(List.of("requests: 2, not 3", "answers: 2, not 3"), outcome.differences());
    }

    @Test
    void aScriptThatFailsSaysWhy() throws Exception {
        Script failing =
                stage -> {
                    twoAskedFor(stage);
                    throw new IllegalStateException("the script's own");
                };
        Outcome outcome = play(Act.of("failing", 2, failing, ASKED));
        assertEquals(
                List.of("the act broke off: java.lang.IllegalStateException: the script's own"),
                outcome.differences());
    }

    /** However fast the machine is: its client waits for the server. */
    @Test
    void anActWhoseServerWaitedInVainCountsAsLate() throws Exception {
        Script script =
                stage -> {
                    stage.serve(settings -> settings.withFirstClose(FirstClose.CLIENT));
                    stage.connect().getAndClose().hear().hearEnd().close();
                };
        Expected byClient =
                Expected.of(1, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, ClosedFirst.CLIENT);
        Act act = Act.of("in vain", 1, script, byClient);
        Performed performed = new Play(new Alone(act), act, Network.ofHost()).perform(1);
        assertTrue(performed.wasLate());
        assertFalse(performed.outcome().isAsExpected());
    }

    @Test
    void anActThatFailsBesideItsScriptTakesNoOtherWithIt() throws Exception {
        String[] none = new String[1];
        Act broken = Act.of("broken", 0, stage -> stage.remark(none[0]), Expected.open(1));
        Act whole = Act.of("whole", 2, LabTest::twoAskedFor, ASKED);
        List<Outcome> outcomes =
                new Lab(1).play(List.of(new Alone(broken), new Alone(whole)), _ -> {});
        assertEquals(
                List.of("the act could not be played: java.lang.NullPointerException"),
                outcomes.getFirst().differences());
        assertEquals(List.of(), outcomes.getLast().differences());
    }

    @Test
    void whoeverInterruptsTheLabInterruptsItsActs() throws Exception {
        CountDownLatch playing = new CountDownLatch(1);
        Script endless =
                stage -> {
                    playing.countDown();
                    new CountDownLatch(1).await();
                };
        CompletableFuture<Outcome> ended = new CompletableFuture<>();
        Thread lab =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                ended.complete(play(Act.of("endless", 0, endless, ASKED)));
                            } catch (InterruptedException e) {
                                ended.completeExceptionally(e);
                            }
                        });
        assertTrue(playing.await(20, TimeUnit.SECONDS));
        lab.interrupt();
        ExecutionException how =
                assertThrows(ExecutionException.class, () -> ended.get(20, TimeUnit.SECONDS));
        assertInstanceOf(InterruptedException.class, how.getCause());
    }

    @Test
    void theSamePortAtAnotherAddressIsNotTheActs() throws Exception {
        assumeTrue(Linux.isHere());
        Script script =
                stage -> {
                    twoAskedFor(stage);
                    InetAddress other = InetAddress.getByName("127.0.0.2");
                    int port = stage.address().getPort();
                    try (ServerSocket server = new ServerSocket(0, 1, stage.network().address());
                            Socket client =
                                    new Socket(
                                            server.getInetAddress(),
                                            server.getLocalPort(),
                                            other,
                                            port);
                            Socket accepted = server.accept()) {
                        client.shutdownOutput();
                        assertEquals(-1, accepted.getInputStream().read());
                    }
                };
        Outcome outcome = play(Act.of("elsewhere", 2, script, ASKED));
        assertEquals(List.of(), outcome.differences());
    }

    static Stream<Story> stories() {
        return Stories.all().stream();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void eachStoryHasItsPage(Story story) throws Exception {
        Path root = Path.of(System.getProperty("linger.root"));
        String page = Files.readString(root.resolve("docs/lab/" + story.word() + ".md"));
        assertTrue(page.startsWith("# " + story.word() + "\n"), page);
        String index = Files.readString(root.resolve("docs/lab.md"));
        assertTrue(index.contains("(lab/" + story.word() + ".md)"), story.word());
    }

    @ParameterizedTest
    @MethodSource("stories")
    void whatIsConfiguredFitsIntoItsColumn(Story story) {
        for (Act act : story.acts()) {
            assertTrue(act.configured().length() <= 36, act.configured());
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void eachLessonIsAFewShortSentences(Story story) {
        assertTrue(story.lesson().endsWith("."), story.lesson());
        assertTrue(story.lesson().length() < 3 * 92, story.lesson());
        List<String> sentences = List.of(story.lesson().split("\\. ", -1));
        assertTrue(sentences.size() <= 3, story.lesson());
        assertTrue(!story.title().endsWith("."), story.title());
    }
}
