package dev.linger.lab.cast;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tomcat, by attributes of its connector. */
final class Tomcat implements ServerProgram {
    @Override
    public String word() {
        return "tomcat";
    }

    @Override
    public boolean isHere() {
        return JavaProgram.hasJar("tomcat-embed-core");
    }

    @Override
    public boolean canDo(Wishes wishes) {
        return true;
    }

    private static List<String> attributes(Wishes wishes) {
        List<String> attributes = new ArrayList<>();
        Wishes usual = Wishes.USUAL;
        if (!wishes.keepsAlive()) {
            attributes.add("maxKeepAliveRequests=1");
        }
        if (wishes.idleSeconds() != usual.idleSeconds()) {
            attributes.add("keepAliveTimeout=" + wishes.idleSeconds() * 1000);
        }
        if (wishes.headSeconds() != usual.headSeconds()) {
            attributes.add("connectionTimeout=" + wishes.headSeconds() * 1000);
        }
        if (wishes.mostRequests() != usual.mostRequests()) {
            attributes.add("maxKeepAliveRequests=" + wishes.mostRequests());
        }
        return attributes;
    }

    @Override
    public String says(Wishes wishes) {
        return String.join(" ", attributes(wishes));
    }

    @Override
    public List<String> configure(Wishes wishes, InetSocketAddress address, Path folder) {
        List<String> words = new ArrayList<>();
        words.add(address.getAddress().getHostAddress());
        words.add("" + address.getPort());
        words.add(folder.toString());
        words.addAll(attributes(wishes));
        return JavaProgram.command("TomcatServer", List.of(), words);
    }
}
