package dev.linger.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and what the rooms without I/O must not touch. */
class LayersTest {
    private static final JavaClasses LINGER =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.linger");

    private static final String[] PURE = {
        "dev.linger.life..", "dev.linger.http..", "dev.linger.diagnosis..", "dev.linger.capture.."
    };

    private static final DescribedPredicate<JavaClass> OF_LINGER = resideInAPackage("dev.linger..");

    /** What the JDK's reader of XML takes. */
    private static final DescribedPredicate<JavaClass> TEXT_IN_MEMORY =
            type(java.io.Reader.class).or(type(java.io.StringReader.class));

    private static void mayUse(String room, String... rooms) {
        String[] allowed = new String[rooms.length + 1];
        System.arraycopy(rooms, 0, allowed, 0, rooms.length);
        allowed[rooms.length] = room;
        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(
                        OF_LINGER.and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .check(LINGER);
    }

    @Test
    void lifeUsesNoOtherRoom() {
        mayUse("dev.linger.life..");
    }

    @Test
    void httpUsesLifeAlone() {
        mayUse("dev.linger.http..", "dev.linger.life..");
    }

    @Test
    void diagnosisUsesLifeAlone() {
        mayUse("dev.linger.diagnosis..", "dev.linger.life..");
    }

    @Test
    void verdictsKnowNothingOfFindings() {
        mayUse("dev.linger.diagnosis.verdict..", "dev.linger.life..");
    }

    @Test
    void findingsKnowNothingOfTheRulesThatFindThem() {
        mayUse(
                "dev.linger.diagnosis.finding..",
                "dev.linger.diagnosis.verdict..",
                "dev.linger.diagnosis.advice..",
                "dev.linger.life..");
    }

    @Test
    void captureUsesHttpAndLife() {
        mayUse("dev.linger.capture..", "dev.linger.http..", "dev.linger.life..");
    }

    @Test
    void linuxUsesLifeAlone() {
        mayUse("dev.linger.linux..", "dev.linger.life..");
    }

    @Test
    void loopUsesLinuxAlone() {
        mayUse("dev.linger.loop..", "dev.linger.linux..");
    }

    @Test
    void serverUsesLoopHttpAndLife() {
        mayUse(
                "dev.linger.server..",
                "dev.linger.loop..",
                "dev.linger.http..",
                "dev.linger.life..");
    }

    @Test
    void clientUsesHttpLinuxAndLife() {
        mayUse(
                "dev.linger.client..",
                "dev.linger.http..",
                "dev.linger.linux..",
                "dev.linger.life..");
    }

    @Test
    void labUsesWhatItShows() {
        mayUse(
                "dev.linger.lab..",
                "dev.linger.server..",
                "dev.linger.client..",
                "dev.linger.capture..",
                "dev.linger.diagnosis.verdict..",
                "dev.linger.linux..",
                "dev.linger.life..");
    }

    @Test
    void probeUsesDiagnosisHttpAndLife() {
        mayUse(
                "dev.linger.probe..",
                "dev.linger.diagnosis..",
                "dev.linger.http..",
                "dev.linger.life..");
    }

    @Test
    void theLabKnowsNothingOfItsStories() {
        noClasses()
                .that()
                .resideInAPackage("dev.linger.lab")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.linger.lab.story"))
                .check(LINGER);
    }

    @Test
    void onlyLinuxCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.linger.linux..")
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.foreign.."))
                .check(LINGER);
    }

    @Test
    void captureFilesKnowNothingOfLinksAndFlows() {
        mayUse("dev.linger.capture.file..");
    }

    @Test
    void captureLinksKnowNothingOfFlows() {
        mayUse("dev.linger.capture.link..", "dev.linger.capture.file..");
    }

    @Test
    void roomsWithoutIoTouchNoSocketThreadOrLogger() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "java.net..",
                                        "java.nio.channels..",
                                        "java.util.concurrent..",
                                        "java.util.logging..",
                                        "javax.net..")
                                .or(
                                        describe(
                                                "threads, timers or loggers",
                                                type ->
                                                        Set.of(
                                                                        "java.lang.Thread",
                                                                        "java.lang.ThreadLocal",
                                                                        "java.util.Timer",
                                                                        "java.lang.System$Logger")
                                                                .contains(type.getName()))))
                .check(LINGER);
    }

    @Test
    void roomsWithoutIoReadNoClock() {
        DescribedPredicate<JavaMethodCall> clock =
                describe("a clock is read", call -> readsClock(call.getTarget()));
        noClasses().that().resideInAnyPackage(PURE).should().callMethodWhere(clock).check(LINGER);
    }

    private static boolean readsClock(MethodCallTarget target) {
        String owner = target.getOwner().getName();
        return switch (target.getName()) {
            case "nanoTime", "currentTimeMillis" -> owner.equals("java.lang.System");
            case "now", "systemUTC", "systemDefaultZone" -> owner.startsWith("java.time.");
            default -> false;
        };
    }

    @Test
    void onlyCaptureFilesAndLivesInWaitingTouchFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .and()
                .resideOutsideOfPackage("dev.linger.capture.file..")
                .and()
                .doNotHaveFullyQualifiedName("dev.linger.diagnosis.verdict.Waiting")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.io..", "java.nio.file..")
                                .and(DescribedPredicate.not(type(java.io.Serializable.class)))
                                .and(DescribedPredicate.not(TEXT_IN_MEMORY)))
                .check(LINGER);
    }
}
