package dev.linger.capture.flow;

import dev.linger.http.RequestHead;
import dev.linger.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** What clients and servers call themselves. Most say what the one before said: kept once. */
final class Introductions {
    private @Nullable String agent;
    private @Nullable String product;

    @Nullable String agent(RequestHead head) {
        String said = head.product(agent);
        if (said != null) {
            agent = said;
        }
        return said;
    }

    @Nullable String product(ResponseHead head) {
        String said = head.product(product);
        if (said != null) {
            product = said;
        }
        return said;
    }
}
