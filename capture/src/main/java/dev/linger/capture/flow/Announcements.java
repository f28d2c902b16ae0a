package dev.linger.capture.flow;

import dev.linger.http.RequestHead;
import dev.linger.http.ResponseHead;
import dev.linger.life.CloseOffer;
import org.jspecify.annotations.Nullable;

/** What the heads of a connection said about keeping it, and who its server is. */
final class Announcements {
    @Nullable CloseOffer clientOffer;
    @Nullable CloseOffer serverOffer;
    int hintTimeoutSeconds = -1;
    int hintMax = -1;
    @Nullable String product;
    @Nullable String agent;
    boolean http10;
    boolean forwarded;

    private final Introductions introductions;

    Announcements(Introductions introductions) {
        this.introductions = introductions;
    }

    /** Forgets what an earlier connection said. */
    void forget() {
        clientOffer = null;
        serverOffer = null;
        hintTimeoutSeconds = -1;
        hintMax = -1;
        product = null;
        agent = null;
        http10 = false;
        forwarded = false;
    }

    void request(RequestHead head, int number, Now at) {
        if (clientOffer == null && head.asksClose()) {
            clientOffer = new CloseOffer(number, !head.saysClose(), at.moment());
        }
        http10 = head.minorVersion() == 0;
        if (agent == null) {
            agent = introductions.agent(head);
        }
        if (number == 1) {
            forwarded = head.isForwarded();
        }
    }

    void response(ResponseHead head, int number, Now at) {
        if (serverOffer == null && head.asksClose()) {
            serverOffer = new CloseOffer(number, !head.saysClose(), at.moment());
        }
        if (head.keepAliveTimeoutSeconds() >= 0) {
            hintTimeoutSeconds = head.keepAliveTimeoutSeconds();
        }
        if (head.keepAliveMax() >= 0) {
            hintMax = head.keepAliveMax();
        }
        if (product == null) {
            product = introductions.product(head);
        }
    }
}
