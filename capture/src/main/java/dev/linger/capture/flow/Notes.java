package dev.linger.capture.flow;

import dev.linger.life.Half;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** What could not be known of a connection, in words. */
final class Notes {
    private Notes() {}

    /**
     * @param handshake whether it was seen
     * @param sides whether the payload told the ends apart
     * @param handedOver when its life was told
     */
    static List<String> of(
            boolean handshake, boolean sides, HandedOver handedOver, Half client, Half server) {
        long missing = client.missingBytes() + server.missingBytes();
        boolean unseenFin = client.finUnseen() || server.finUnseen();
        boolean whole =
                handshake && missing == 0 && !unseenFin && client.isSeen() && server.isSeen();
        if (whole && handedOver == HandedOver.AT_ITS_END) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(2);
        if (!handshake) {
            notes.add(
                    "handshake not in the capture: the server is taken to be the end "
                            + (sides ? "that was sent requests" : "with the lower or known port"));
        }
        if (!client.isSeen() || !server.isSeen()) {
            notes.add(
                    "only packets of the "
                            + (client.isSeen() ? Side.CLIENT : Side.SERVER).word()
                            + " are in the capture");
        }
        if (missing > 0) {
            notes.add(missing + " payload bytes are not in the capture");
        }
        if (unseenFin) {
            notes.add(
                    "the "
                            + (client.finUnseen() ? Side.CLIENT : Side.SERVER).word()
                            + "'s FIN is not in the capture: its time is that of its first"
                            + " acknowledgment");
        }
        switch (handedOver) {
            case AT_ITS_END -> {}
            case REPLACED -> notes.add("the same ports were used again by a later connection");
            case GIVEN_UP ->
                    notes.add(
                            "nothing but SYNs was seen in "
                                    + HalfOpenFlows.PATIENCE_SECONDS
                                    + " s: what came later, if anything, is not part of this life");
            case CROWDED_OUT ->
                    notes.add(
                            "one of more than "
                                    + Wording.count(HalfOpenFlows.MOST)
                                    + " of which nothing but SYNs was seen: what came later, if"
                                    + " anything, is not part of this life");
        }
        return notes;
    }
}
