package dev.linger.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.linger.cli.Refusal;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Configuration;
import dev.linger.diagnosis.config.Downstream;
import dev.linger.diagnosis.config.Idle;
import dev.linger.diagnosis.config.Place;
import dev.linger.life.Wording;
import dev.linger.probe.Product;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code linger probe --json} measured of a server, as if its configuration said so. Of
 * several objects in the file the first one counts.
 */
final class ProfileFile {
    private static final double NANOS = 1e9;

    /** Each value that is no object, under the names that lead to it: {@code product.name}. */
    private final Map<String, String> values;

    private final String file;

    private ProfileFile(String file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Reads it.
     *
     * @throws Refusal if it is no profile, or one that has no idle timeout
     */
    static Configuration read(String file) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(Path.of(file).toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noProfile(file);
            }
            gather(parser, "", values);
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            throw new Refusal(Wording.printable(file) + ": there is no such file");
        } catch (IOException e) {
            throw noProfile(file);
        }
        return new ProfileFile(file, values).configuration();
    }

    private static Refusal noProfile(String file) {
        return new Refusal(
                Wording.printable(file)
                        + ": this is no profile; \"linger probe URL --json\" prints one");
    }

    /** From behind the brace that opens an object to the one that closes it. */
    private static void gather(JsonParser parser, String path, Map<String, String> values)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                gather(parser, name + ".", values);
            } else if (token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else {
                values.put(name, parser.getText());
            }
        }
    }

    private Configuration configuration() {
        String server = values.get("server");
        String product = values.get("product.name");
        if (server == null || product == null) {
            throw noProfile(file);
        }
        Place place = new Place(file, 1);
        Downstream seen =
                new Downstream(
                        Product.software(product).orElse(Software.OTHER_SERVER),
                        server,
                        List.of(server),
                        idle(place),
                        place);
        return new Configuration(List.of(seen), List.of(), List.of());
    }

    private Idle idle(Place place) {
        Optional<Double> least = seconds("idle_between_requests.least_s");
        if (least.isPresent()) {
            String after = Wording.duration(Math.round(least.get() * NANOS));
            return new Idle(
                    least.get(), "closes idle connections after " + after + ", as seen", place);
        }
        Optional<Double> longer = seconds("idle_between_requests.longer_than_s");
        if (longer.isPresent()) {
            String than = Wording.duration(Math.round(longer.get() * NANOS));
            return new Idle(
                    longer.get(),
                    "keeps idle connections for longer than " + than + ", as seen",
                    place);
        }
        String why = values.getOrDefault("idle_between_requests.not_measured", "it has none");
        throw new Refusal(
                Wording.printable(file)
                        + ": no idle timeout was measured ("
                        + Wording.printable(why)
                        + ")");
    }

    private Optional<Double> seconds(String name) {
        String text = values.get(name);
        try {
            return text == null ? Optional.empty() : Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            throw noProfile(file);
        }
    }
}
