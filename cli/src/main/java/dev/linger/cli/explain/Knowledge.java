package dev.linger.cli.explain;

import dev.linger.cli.Addresses;
import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.ProfileFile;
import dev.linger.cli.Refusal;
import dev.linger.diagnosis.verdict.MeasuredServer;
import dev.linger.diagnosis.verdict.MeasuredServer.Span;
import dev.linger.life.Endpoint;
import java.nio.file.Path;
import java.util.List;

/** What profiles say of servers, for the judge. */
final class Knowledge {
    private Knowledge() {}

    /**
     * Of all profiles that were named.
     *
     * @throws Refusal if one of them is none, or two are about one server
     */
    static List<MeasuredServer> of(Asked asked) {
        List<MeasuredServer> all =
                asked.values(Flag.KNOWN_PROFILE).stream()
                        .map(ProfileFile::read)
                        .map(Knowledge::server)
                        .toList();
        long servers = all.stream().map(MeasuredServer::server).distinct().count();
        if (servers < all.size()) {
            throw new Refusal(
                    "--profile: two of these profiles are about the same server; give the newer one");
        }
        return all;
    }

    private static MeasuredServer server(ProfileFile profile) {
        return new MeasuredServer(
                endpoint(profile),
                String.valueOf(Path.of(profile.file()).getFileName()),
                span(profile, "idle_between_requests"),
                span(profile, "max_age"),
                Math.round(profile.number("max_requests.count").orElse(0.0)));
    }

    private static Span span(ProfileFile profile, String trait) {
        double least = profile.number(trait + ".least_s").orElse(0.0);
        double most = profile.number(trait + ".most_s").orElse(0.0);
        if (least > 0 && most >= least) {
            return new Span(least, most);
        }
        return profile.number(trait + ".longer_than_s").map(Span::longerThan).orElse(Span.UNKNOWN);
    }

    private static Endpoint endpoint(ProfileFile profile) {
        String server = profile.server();
        int colon = server.lastIndexOf(':');
        try {
            return Addresses.literal(
                    server.substring(0, Math.max(0, colon)),
                    Integer.parseInt(server.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw profile.refuse("\"" + server + "\" is no address of a server with its port");
        }
    }
}
