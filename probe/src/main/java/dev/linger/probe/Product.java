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
        List<String> because = new ArrayList<>();
        String field = "its answers say \"Server: " + signs.server().orElse("") + "\"";
        if (named != null && heard != null && named != heard && heard.isProxy()) {
            because.add(Wording.printable(field));
            return new Product(
                    named.label(),
                    named.software(),
                    Confidence.LIKELY,
                    because,
                    Optional.of(heard.label() + ", which answers to a request that is none"));
        }
        if (named != null) {
            because.add(Wording.printable(field));
            boolean agreed = named == heard || named == spelled;
            if (agreed) {
                because.add("and it answers in the manner of " + named.label());
            }
            return found(named, agreed ? Confidence.CERTAIN : Confidence.LIKELY, because);
        }
        if (heard != null) {
            because.add("it answers to a request that is none in the words of " + heard.label());
            boolean agreed = heard == spelled;
            if (agreed) {
                because.add("and it spells the fields of its answers as that does");
            }
            Confidence confidence =
                    agreed || heard.isUnmistakable() ? Confidence.LIKELY : Confidence.GUESS;
            return found(heard, confidence, because);
        }
        if (spelled != null) {
            because.add("it spells the fields of its answers as " + spelled.label() + " does");
            return found(spelled, Confidence.GUESS, because);
        }
        if (signs.server().isPresent()) {
            because.add(Wording.printable(field));
            String name = Wording.printable(signs.server().get());
            return new Product(name, null, Confidence.LIKELY, because, Optional.empty());
        }
        return new Product("unknown", null, Confidence.GUESS, because, Optional.empty());
    }

    private static Product found(Products one, Confidence confidence, List<String> because) {
        return new Product(one.label(), one.software(), confidence, because, Optional.empty());
    }

    private static @Nullable Products first(Predicate<Products> fits) {
        return Arrays.stream(Products.values()).filter(fits).findFirst().orElse(null);
    }
}
