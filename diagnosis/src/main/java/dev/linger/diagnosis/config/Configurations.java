package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells whose a configuration is by what stands in it, and reads it. */
public final class Configurations {
    private static final Pattern HAPROXY =
            Pattern.compile("(?m)^(global|defaults|frontend|backend|listen)\\b(?!.*[;{])");
    private static final Pattern NGINX =
            Pattern.compile(
                    "(?m)^\\s*(http|events|server|upstream|stream|location\\b.*)\\s*\\S*\\s*\\{|^[^#\\n]*;\\s*(#.*)?$");
    private static final Pattern HTTPD =
            Pattern.compile("(?m)^\\s*(<[A-Z]|[A-Z][A-Za-z]+[ \\t]+\\S)");
    private static final Pattern ENVOY =
            Pattern.compile(
                    "(?m)^\\s*[\\{\\-]?\\s*\"?(static_?[rR]esources|listeners|clusters|resources)\"?\\s*:");
    private static final Pattern ENVOY_JSON =
            Pattern.compile(
                    "\\A\\s*\\{(?s:.*)\"(static_?[rR]esources|listeners|clusters|resources)\"\\s*:");

    private Configurations() {}

    /** All of these, in their order; several of HAProxy's are one, as its option -f has it. */
    public static List<Configuration> of(List<ConfigText> texts, Includes includes) {
        List<Configuration> all = new ArrayList<>();
        List<ConfigText> haproxy = new ArrayList<>();
        for (ConfigText text : texts) {
            if (isHaproxy(text)) {
                haproxy.add(text);
            } else {
                all.add(read(text, includes).read(text.file()));
            }
        }
        if (!haproxy.isEmpty()) {
            String files = haproxy.stream().map(ConfigText::file).collect(Collectors.joining(", "));
            all.add(HaproxyReader.read(haproxy).read(files));
        }
        return all;
    }

    private static boolean isHaproxy(ConfigText text) {
        return HAPROXY.matcher(text.text()).find() && !isXml(text.text());
    }

    private static boolean isXml(String text) {
        return text.stripLeading().startsWith("<?xml") || text.contains("<Server");
    }

    private static Configuration read(ConfigText text, Includes includes) {
        if (isXml(text.text())) {
            return TomcatReader.read(text);
        }
        if (ENVOY.matcher(text.text()).find() || ENVOY_JSON.matcher(text.text()).find()) {
            return EnvoyReader.read(text);
        }
        int nginx = count(NGINX, text.text());
        int httpd = count(HTTPD, text.text());
        if (nginx == 0 && httpd == 0) {
            throw new NotReadable(
                    new Place(text.file(), 1),
                    "this is no configuration of nginx, HAProxy, Envoy, Tomcat (server.xml) or"
                            + " Apache httpd");
        }
        return nginx >= httpd ? NginxReader.read(text, includes) : HttpdReader.read(text, includes);
    }

    private static int count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }
}
