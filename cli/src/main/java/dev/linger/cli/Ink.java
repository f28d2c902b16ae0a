package dev.linger.cli;

/** Colours, where the terminal takes them (ECMA-48, section 8.3.117). */
public enum Ink {
    STRONG("1"),
    FAINT("2"),
    BAD("31"),
    GOOD("32"),
    NOTABLE("33");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    public String on(String text, boolean coloured) {
        return coloured && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
