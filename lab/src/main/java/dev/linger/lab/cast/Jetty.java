package dev.linger.lab.cast;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Jetty, which has one limit for all silence on a connection. */
final class Jetty implements ServerProgram {
    @Override
    public String word() {
        return "jetty";
    }

    @Override
    public boolean isHere() {
        return JavaProgram.hasJar("jetty-server");
    }

    private static int seconds(Wishes wishes) {
        return Math.min(wishes.idleSeconds(), wishes.headSeconds());
    }

    @Override
    public String says(Wishes wishes) {
        if (!wishes.keepsAlive()) {
            return "setPersistentConnectionsEnabled(false)";
        }
        return seconds(wishes) == seconds(Wishes.USUAL)
                ? ""
                : "setIdleTimeout(" + seconds(wishes) * 1000 + ")";
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        return JavaProgram.command(
                "JettyServer",
                List.of(),
                List.of(
                        address.getAddress().getHostAddress(),
                        "" + address.getPort(),
                        "" + seconds(wishes) * 1000,
                        "" + wishes.keepsAlive()));
    }
}
