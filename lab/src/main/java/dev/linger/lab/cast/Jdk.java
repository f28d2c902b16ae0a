package dev.linger.lab.cast;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's own server, by its system properties. */
final class Jdk implements ServerProgram {
    private static final String PREFIX = "sun.net.httpserver.";

    @Override
    public String word() {
        return "jdk";
    }

    @Override
    public boolean isHere() {
        return true;
    }

    @Override
    public String says(Wishes wishes) {
        List<String> settings = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            settings.add("its handler sets Connection: close");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            settings.add(PREFIX + "idleInterval=" + wishes.idleSeconds());
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            settings.add(PREFIX + "maxReqTime=" + wishes.headSeconds());
        }
        return String.join(" ", settings);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        return JavaProgram.command(
                "JdkServer",
                List.of(
                        PREFIX + "idleInterval=" + wishes.idleSeconds(),
                        PREFIX + "maxReqTime=" + wishes.headSeconds(),
                        // It looks after idle connections every ten seconds by itself.
                        PREFIX + "clockTick=500"),
                List.of(
                        address.getAddress().getHostAddress(),
                        "" + address.getPort(),
                        "" + wishes.keepsAlive()));
    }
}
