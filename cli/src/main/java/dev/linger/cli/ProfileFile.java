package dev.linger.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.linger.life.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code linger probe --json} wrote of a server. Of several objects in the file the first one
 * counts.
 */
public final class ProfileFile {
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
     * @throws Refusal if it is no profile
     */
    public static ProfileFile read(String file) {
        Map<String, String> values = new HashMap<>();
        try (InputStream in = Files.newInputStream(Path.of(file));
                JsonParser parser = new JsonFactory().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noProfile(file);
            }
            gather(parser, "", values);
        } catch (JsonProcessingException _) {
            throw noProfile(file);
        } catch (IOException e) {
            throw new Refusal(Wording.printable(file) + ": " + Refusal.reason(e));
        }
        if (!values.containsKey("server") || !values.containsKey("product.name")) {
            throw noProfile(file);
        }
        return new ProfileFile(file, values);
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

    /** As it was named. */
    public String file() {
        return file;
    }

    /** The address that was asked: {@code 127.0.0.1:8080}. */
    public String server() {
        return values.getOrDefault("server", "");
    }

    /** The likely product, in the probe's words. */
    public String product() {
        return values.getOrDefault("product.name", "");
    }

    /** The text under these names. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The number under these names.
     *
     * @throws Refusal if it is none, or below 0
     */
    public Optional<Double> number(String name) {
        String text = values.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number < Double.POSITIVE_INFINITY) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw noProfile(file);
        }
        throw noProfile(file);
    }

    /** Seconds under these names, in words: {@code 4.994 s}. */
    public Optional<String> duration(String name) {
        return number(name).map(seconds -> Wording.duration(Math.round(seconds * NANOS)));
    }

    /** For a profile that cannot be used for what was asked. */
    public Refusal refuse(String why) {
        return new Refusal(Wording.printable(file) + ": " + Wording.printable(why));
    }
}
