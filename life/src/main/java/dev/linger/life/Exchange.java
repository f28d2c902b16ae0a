package dev.linger.life;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, as moments. A moment that did not come is null.
 *
 * @param number of the request on its connection, from 1
 * @param method as in the request line; null where the head was not complete
 * @param status of the final response; 0 where there was none
 * @param requestDeclaredBytes body length that the request's framing declares; -1 unknown
 * @param requestBodyBytes body bytes seen
 * @param responseDeclaredBytes body length that the response's framing declares; -1 unknown
 * @param responseBodyBytes body bytes seen
 * @param untilClose whether the response has no length, so that only closing ends it (RFC 9112,
 *     section 6.3)
 */
public record Exchange(
        int number,
        @Nullable String method,
        int status,
        @Nullable Moment requestBegan,
        @Nullable Moment requestHeadEnded,
        @Nullable Moment requestEnded,
        @Nullable Moment responseBegan,
        @Nullable Moment responseHeadEnded,
        @Nullable Moment responseEnded,
        long requestDeclaredBytes,
        long requestBodyBytes,
        long responseDeclaredBytes,
        long responseBodyBytes,
        boolean untilClose)
        implements Serializable {

    /**
     * From the request's end to the first byte of the response; -1 where one of them did not come.
     */
    public long waitNanos() {
        return requestEnded == null || responseBegan == null
                ? -1
                : Math.max(0, responseBegan.atNanos() - requestEnded.atNanos());
    }

    /** Whether request and response both ended. */
    public boolean isComplete() {
        return requestEnded != null && responseEnded != null;
    }
}
