package dev.linger.life;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What was spoken on a connection. */
public sealed interface Talk extends Serializable {

    /** No payload was exchanged. */
    record Nothing() implements Talk {}

    /** Payload was exchanged, the capture does not hold its content (flags only, snap length). */
    record Unseen() implements Talk {}

    /**
     * Payload was exchanged, and the kernel counted it; it shows no content.
     *
     * @param unreadByClient bytes that the client's program had not read at the end; -1 unknown
     * @param unreadByServer bytes that the server's had not
     * @param discarded whether the side that closed first made its kernel forget the connection at
     *     once (SO_LINGER 0)
     */
    record Counted(long unreadByClient, long unreadByServer, boolean discarded) implements Talk {

        /** Bytes that this side's program had not read at the end; -1 unknown. */
        public long unreadBy(Side side) {
            return side == Side.CLIENT ? unreadByClient : unreadByServer;
        }
    }

    /**
     * Neither HTTP/1 nor TLS.
     *
     * @param http2 whether it began as HTTP/2 does without an upgrade (RFC 9113, section 3.3)
     */
    record Other(boolean http2) implements Talk {

        /** What it is called in sentences. */
        public String words() {
            return http2 ? "HTTP/2 without TLS" : "a protocol that is neither HTTP/1 nor TLS";
        }
    }

    /**
     * TLS (RFC 8446).
     *
     * @param serverHello whether the server answered the ClientHello
     * @param applicationData whether application data flowed, and was not refused unread
     * @param finished whether both sides ended the handshake, as far as that is to be seen
     * @param alertBy which side sent the first alert; null where there was none
     * @param alert that alert's packet
     * @param alertCode its description (RFC 8446, section 6); -1 where it is encrypted
     * @param lastData the last packet of either side that was more than the alert before a close;
     *     null where that is not known
     */
    record Tls(
            boolean serverHello,
            boolean applicationData,
            boolean finished,
            @Nullable Side alertBy,
            @Nullable Moment alert,
            int alertCode,
            @Nullable Moment lastData)
            implements Talk {}

    /**
     * HTTP/1.
     *
     * @param requests request heads seen, those included that cannot be read
     * @param responses heads of final responses seen
     * @param outstanding requests whose response had not ended at the first FIN or RST
     * @param last the exchange in progress at the first FIN or RST, else the last one
     * @param clientOffer the client's first message after which it does not keep the connection
     * @param serverOffer the server's
     * @param hintTimeoutSeconds of the last {@code Keep-Alive: timeout=}; -1 where there was none
     * @param hintMax of the last {@code Keep-Alive: max=}; -1 where there was none
     * @param product the first {@code Server} field
     * @param agent the first {@code User-Agent} field
     * @param http10 whether the last request was in HTTP/1.0
     * @param forwarded whether the first request says that a proxy passed it on ({@code Via}, RFC
     *     9110, section 7.6.3; {@code Forwarded}, RFC 7239; {@code X-Forwarded-For})
     * @param pauses idle times between exchanges
     * @param upgraded the response that handed the connection over (101, CONNECT with 2xx)
     * @param fault the first message that could not be parsed
     * @param lateRequest request bytes that the server never took because its close crossed them
     * @param gaps whether parts were missing, so that counts are lower bounds
     */
    record Http(
            int requests,
            int responses,
            int outstanding,
            @Nullable Exchange last,
            @Nullable CloseOffer clientOffer,
            @Nullable CloseOffer serverOffer,
            int hintTimeoutSeconds,
            int hintMax,
            @Nullable String product,
            @Nullable String agent,
            boolean http10,
            boolean forwarded,
            Pauses pauses,
            @Nullable Moment upgraded,
            @Nullable Fault fault,
            @Nullable Moment lateRequest,
            boolean gaps)
            implements Talk {}
}
