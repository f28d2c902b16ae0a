package dev.linger.lab.story;

import dev.linger.lab.Story;
import java.util.List;
import java.util.Optional;

/** All stories, in the order in which they are told. */
public final class Stories {
    private static final List<Story> ALL =
            List.of(
                    new KeepAlive(),
                    new ClientAsksToClose(),
                    new KeepAliveOff(),
                    new UnreadResponses(),
                    new OneTimeoutForAll(),
                    new WriteTimeoutOfHandlers(),
                    new HandlerDeadline(),
                    new RequestCap(),
                    new IdleTimeouts(),
                    new KeepAliveRace(),
                    new OldHttp(),
                    new PortExhaustion(),
                    new NeverCloses(),
                    new UnreadRequestBody(),
                    new AbortiveClose(),
                    new SlowEnds(),
                    new Middlebox(),
                    new DrainAndStop(),
                    new Unused(),
                    new Browser());

    private Stories() {}

    /** All of them. */
    public static List<Story> all() {
        return ALL;
    }

    /** The story of this word. */
    public static Optional<Story> of(String word) {
        return ALL.stream().filter(story -> story.word().equals(word)).findFirst();
    }
}
