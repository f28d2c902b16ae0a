package dev.linger.cli.doctor;

import dev.linger.cli.ProfileFile;
import dev.linger.cli.Refusal;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Configuration;
import dev.linger.diagnosis.config.Downstream;
import dev.linger.diagnosis.config.Idle;
import dev.linger.diagnosis.config.Place;
import dev.linger.probe.Product;
import java.util.List;
import java.util.Optional;

/** What a profile says of a server, as if its configuration said so. */
final class SeenServer {
    private static final String IDLE = "idle_between_requests.";

    private SeenServer() {}

    /**
     * Of that file.
     *
     * @throws Refusal if it is no profile, or one that has no idle timeout
     */
    static Configuration in(String file) {
        ProfileFile profile = ProfileFile.read(file);
        Place place = new Place(file, 1);
        Downstream seen =
                new Downstream(
                        Product.software(profile.product()).orElse(Software.OTHER_SERVER),
                        profile.server(),
                        List.of(profile.server()),
                        idle(profile, place),
                        place);
        return new Configuration(List.of(seen), List.of(), List.of());
    }

    private static Idle idle(ProfileFile profile, Place place) {
        Optional<Idle> least =
                idle(profile, IDLE + "least_s", "closes idle connections after ", place);
        return least.or(() ->
                        idle(
                                profile,
                                IDLE + "longer_than_s",
                                "keeps idle connections for longer than ",
                                place))
                .orElseThrow(() -> noIdleTimeout(profile));
    }

    private static Optional<Idle> idle(ProfileFile profile, String name, String does, Place place) {
        return profile.number(name)
                .map(seconds ->
                        new Idle(
                                seconds,
                                does + profile.duration(name).orElseThrow() + ", as seen",
                                place));
    }

    private static Refusal noIdleTimeout(ProfileFile profile) {
        return profile.refuse(
                "no idle timeout was measured ("
                        + profile.text(IDLE + "not_measured").orElse("it has none")
                        + ")");
    }
}
