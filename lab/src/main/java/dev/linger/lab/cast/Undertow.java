package dev.linger.lab.cast;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Undertow, by its server options. */
final class Undertow implements ServerProgram {
    @Override
    public String word() {
        return "undertow";
    }

    @Override
    public boolean isHere() {
        return JavaProgram.hasJar("undertow-core");
    }

    @Override
    public String says(Wishes wishes) {
        List<String> options = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            options.add("exchange.setPersistent(false)");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            options.add("NO_REQUEST_TIMEOUT " + wishes.idleSeconds() * 1000);
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            options.add("REQUEST_PARSE_TIMEOUT " + wishes.headSeconds() * 1000);
        }
        return String.join(", ", options);
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        return JavaProgram.command(
                "UndertowServer",
                List.of(),
                List.of(
                        address.getAddress().getHostAddress(),
                        "" + address.getPort(),
                        "" + wishes.idleSeconds() * 1000,
                        "" + wishes.headSeconds() * 1000,
                        "" + wishes.keepsAlive()));
    }
}
