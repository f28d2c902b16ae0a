package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Which proxy's upstream leads to which server, by address and port.
 *
 * @param joined those that were found
 * @param loose upstreams that lead to none of these configurations
 * @param front where nobody's upstream leads to: clients come from outside
 */
record Joints(List<Joint> joined, List<Upstream> loose, List<Downstream> front) {

    /** An upstream and a server that it leads to. */
    record Joint(Upstream upstream, Downstream server) {}

    static Joints of(List<Configuration> configurations) {
        List<Joint> joined = new ArrayList<>();
        List<Upstream> loose = new ArrayList<>();
        for (Configuration proxy : configurations) {
            for (Upstream upstream : proxy.upstreams()) {
                List<Joint> found = of(upstream, proxy, configurations);
                joined.addAll(found);
                boolean isCompared =
                        upstream.isKept() || upstream.mayBeKept() || !upstream.servers().isEmpty();
                if (found.isEmpty() && isCompared) {
                    loose.add(upstream);
                }
            }
        }
        List<Downstream> front =
                configurations.stream()
                        .flatMap(one -> one.downstreams().stream())
                        .filter(one -> joined.stream().noneMatch(joint -> joint.server.equals(one)))
                        .toList();
        return new Joints(joined, loose, front);
    }

    private static List<Joint> of(
            Upstream upstream, Configuration proxy, List<Configuration> configurations) {
        List<Joint> found = new ArrayList<>();
        for (Configuration other : configurations) {
            for (Downstream server : other.downstreams()) {
                boolean leads =
                        upstream.servers().stream()
                                .filter(address -> !other.equals(proxy) || address.isThisHost())
                                .anyMatch(server::isAt);
                if (leads) {
                    found.add(new Joint(upstream, server));
                }
            }
        }
        return found;
    }
}
