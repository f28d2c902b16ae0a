package dev.linger.probe;

import dev.linger.diagnosis.advice.Software;
import dev.linger.life.Confidence;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server probably is.
 *
 * @param name for people; "unknown" where nothing tells
 * @param software whose settings are known; null for others
 * @param confidence certain where its name and its manners agree, likely where one of them says so
 * @param because what told it, clauses
 * @param front what stands before it and answers in its own words; empty where nothing does
 */
public record Product(
        String name,
        @Nullable Software software,
        Confidence confidence,
        List<String> because,
        Optional<String> front) {

    public Product {
        because = List.copyOf(because);
    }

    /** The software of a product with this name; empty where its settings are not known. */
    public static Optional<Software> software(String name) {
        Products found = first(one -> one.label().equals(name));
        return found == null ? Optional.empty() : Optional.ofNullable(found.software());
    }

    boolean isLinger() {
        return name.equals(Products.LINGER.label());
    }

    static Product of(Signs signs) {
        Products named = first(one -> one.isNamedBy(signs));
        Products heard = first(one -> one.isHeardIn(signs.malformed()));
        Products spelled = first(one -> one.isSpelledBy(signs));
        if (named != null && heard != null && named != heard) {
            if (heard.isProxy()) {
                return behind(heard, named, signs);
            }
            if (heard.isUnmistakable() || heard == spelled) {
                Product seen = ofWords(heard, heard == spelled);
                List<String> because = new ArrayList<>(seen.because());
                because.add("though " + field(signs));
                return found(heard, seen.confidence(), because);
            }
        }
        if (named != null) {
            return ofName(named, field(signs), named == heard || named == spelled);
        }
        if (heard != null) {
            return ofWords(heard, heard == spelled);
        }
        if (spelled != null) {
            String because = "it spells the fields of its answers as " + spelled.label() + " does";
            return found(spelled, Confidence.GUESS, List.of(because));
        }
        return signs.server().isEmpty()
                ? new Product("unknown", null, Confidence.GUESS, List.of(), Optional.empty())
                : new Product(
                        Wording.printable(signs.server().get()),
                        null,
                        Confidence.LIKELY,
                        List.of(field(signs)),
                        Optional.empty());
    }

    /** What answers to anything may also be the server itself, under another name. */
    private static Product behind(Products proxy, Products named, Signs signs) {
        return new Product(
                named.label(),
                named.software(),
                proxy.isServerToo() ? Confidence.GUESS : Confidence.LIKELY,
                List.of(field(signs)),
                Optional.of(
                        proxy.label()
                                + ", which answers to a request that is none"
                                + (proxy.isServerToo()
                                        ? "; or it is that under another name"
                                        : "")));
    }

    private static String field(Signs signs) {
        return Wording.printable("its answers say \"Server: " + signs.server().orElse("") + "\"");
    }

    private static Product ofName(Products named, String field, boolean agreed) {
        return agreed
                ? found(
                        named,
                        Confidence.CERTAIN,
                        List.of(field, "and it answers in the manner of " + named.label()))
                : found(named, Confidence.LIKELY, List.of(field));
    }

    private static Product ofWords(Products heard, boolean agreed) {
        List<String> because = new ArrayList<>();
        because.add("it answers to a request that is none in the words of " + heard.label());
        if (agreed) {
            because.add("and it spells the fields of its answers as that does");
        }
        boolean isLikely = agreed || heard.isUnmistakable();
        return found(heard, isLikely ? Confidence.LIKELY : Confidence.GUESS, because);
    }

    private static Product found(Products one, Confidence confidence, List<String> because) {
        return new Product(one.label(), one.software(), confidence, because, Optional.empty());
    }

    private static @Nullable Products first(Predicate<Products> fits) {
        return Arrays.stream(Products.values()).filter(fits).findFirst().orElse(null);
    }
}
