package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.IdleTimeoutOfServers;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.List;

/** A server that would close before the load balancers in front of it do. */
final class BehindLoadBalancer implements ConfigRule {

    /** As long an AWS Application Load Balancer keeps its connections, unless told otherwise. */
    private static final int AWS_SECONDS = 60;

    /** As long a Google Cloud one does. */
    private static final int GOOGLE_SECONDS = 600;

    private static final long ADVISED_SECONDS = 620;

    @Override
    public String id() {
        return "behind-load-balancer";
    }

    @Override
    public List<Remark> look(List<Configuration> configurations) {
        return Alike.of(Joints.of(configurations).front().stream().filter(this::isShort))
                .map(this::told)
                .toList();
    }

    private boolean isShort(Downstream one) {
        return one.idle().seconds() > 0 && one.idle().seconds() <= GOOGLE_SECONDS;
    }

    private Remark told(Alike alike) {
        Downstream one = alike.first();
        List<String> fix = new ArrayList<>();
        fix.add("# only behind such a load balancer");
        for (Change change : IdleTimeoutOfServers.of(one.software(), null, ADVISED_SECONDS)) {
            fix.add("# " + change.where() + ":");
            fix.addAll(change.text().lines().toList());
        }
        boolean shorter = one.idle().seconds() <= AWS_SECONDS;
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        alike.names()
                                + ": closes idle connections after "
                                + one.idle().duration()
                                + ", sooner than load balancers in a cloud")
                .evidence(alike.evidence())
                .soWhat(
                        "fine for browsers. Behind a Google Cloud load balancer (600 s)"
                                + (shorter ? " or an AWS one (60 s)" : "")
                                + " some requests would meet a connection that is being closed, and"
                                + " end with 502")
                .fix(fix)
                .source(
                        "the providers' pages on keep-alive timeouts of HTTP load balancers;"
                                + " RFC 9112, section 9.5");
    }
}
