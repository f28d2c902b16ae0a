package dev.linger.server.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.server.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program on the JDK's API switches by the jar alone. */
class SwitchTest {
    private static final String LINGER = "dev.linger.server.jdk.LingerHttpServer";

    @TempDir Path folder;
    private Path source = Path.of("");

    @BeforeEach
    void writeProgram() throws Exception {
        Files.writeString(folder.resolve("hello.txt"), "hello from a file\n");
        source = folder.resolve("Program.java");
        Files.writeString(
                source,
                """
                import com.sun.net.httpserver.*;
                import java.net.*;
                import java.nio.file.*;

                class Program {
                    public static void main(String[] args) throws Exception {
                        var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
                        HttpServer server =
                                SimpleFileServer.createFileServer(
                                        local,
                                        Path.of("%s"),
                                        SimpleFileServer.OutputLevel.NONE);
                        server.start();
                        System.out.println(server.getClass().getName());
                        var uri = "http://localhost:" + server.getAddress().getPort() + "/hello.txt";
                        try (var in = URI.create(uri).toURL().openStream()) {
                            System.out.print(new String(in.readAllBytes()));
                        }
                        if (Boolean.getBoolean("stops")) {
                            server.stop(0);
                        }
                        System.out.println("main has ended");
                    }
                }
                """
                        .formatted(folder));
    }

    @Test
    void theJarIsEnough() throws Exception {
        try (JavaProcess program = JavaProcess.of(source, "-Dstops=true")) {
            assertEquals(LINGER, program.line());
            assertEquals("hello from a file", program.line());
            assertEquals("main has ended", program.line());
            assertEquals(0, program.exitCode());
        }
    }

    @Test
    void thePropertyChooses() throws Exception {
        String property = "-Dcom.sun.net.httpserver.HttpServerProvider=";
        try (JavaProcess program =
                JavaProcess.of(
                        source,
                        "-Dstops=true",
                        property + "sun.net.httpserver.DefaultHttpServerProvider")) {
            assertEquals("sun.net.httpserver.HttpServerImpl", program.line());
        }
        try (JavaProcess program =
                JavaProcess.of(
                        source,
                        "-Dstops=true",
                        property + LingerHttpServerProvider.class.getName())) {
            assertEquals(LINGER, program.line());
        }
    }

    @Test
    void aProgramThatOnlyServesGoesOn() throws Exception {
        try (JavaProcess program = JavaProcess.of(source)) {
            program.lineAfter("main has ended");
            // SIGTERM is what ends it, with the code that the JVM has for it.
            program.terminate();
            assertTrue(program.exitCode() != 0);
        }
    }
}
