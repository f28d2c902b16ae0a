package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.KernelSockets;
import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Ports;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Wait;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./linger serve} in a process that may not open as many files as there are clients. */
@RealPrograms
class DescriptorsLiveTest {
    private static final int FILES = 250;

    private static final String ECHO =
            "POST / HTTP/1.1\r\nHost: linger\r\nContent-Length: 2\r\n\r\nok";

    @TempDir Path folder;

    /** Its classes in jars: a folder of classes needs a descriptor for each that is loaded. */
    private List<String> command(int port) throws Exception {
        List<String> command = Listener.linger("serve", "--echo", "--port", "" + port);
        int places = command.indexOf("-cp") + 1;
        List<String> packed = new ArrayList<>();
        for (String place : command.get(places).split(":", -1)) {
            boolean isFolder = Files.isDirectory(Path.of(place));
            packed.add(isFolder ? packed(place, packed.size()) : place);
        }
        command.set(places, String.join(":", packed));
        return command;
    }

    private String packed(String classes, int number) throws Exception {
        String jar = folder.resolve(number + ".jar").toString();
        String tool = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        Command made = Command.run(folder, tool, "cf", jar, "-C", classes, ".");
        assertEquals(0, made.status(), made.said());
        return jar;
    }

    private Program serve(int port) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c"));
        command.addAll(List.of("ulimit -n " + FILES + " && exec \"$@\"", "sh"));
        command.addAll(command(port));
        Program server = Program.start(folder, command);
        KernelSockets.here(port).awaitListener(server);
        return server;
    }

    private static Line connect(int port) throws Exception {
        return new Line(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    @Test
    void keepsServingWhenItMayOpenNoMoreFilesAndSaysSo() throws Exception {
        int port = Ports.unused();
        try (Program server = serve(port)) {
            Line first = connect(port).say(ECHO).hear();
            List<Line> lines = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                lines.add(connect(port));
            }
            Wait.until(
                    "the server says what it lacks",
                    () -> server.errors().contains("Too many open files"));
            first.say(ECHO).hear();
            for (Line line : lines) {
                line.close();
            }
            connect(port).say(ECHO).hear().close();
            first.close();
        }
    }
}
