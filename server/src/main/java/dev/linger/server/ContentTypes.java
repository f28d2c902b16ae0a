package dev.linger.server;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by a file name's extension; the system's own table would differ from host to host.
 */
final class ContentTypes {
    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = new HashMap<>();

    static {
        String all =
                """
                text/html; charset=utf-8: html htm
                text/css; charset=utf-8: css
                text/javascript; charset=utf-8: js mjs
                text/plain; charset=utf-8: txt log text conf ini
                text/markdown; charset=utf-8: md
                text/csv; charset=utf-8: csv
                text/calendar; charset=utf-8: ics
                text/xml; charset=utf-8: xml
                application/json: json map
                application/manifest+json: webmanifest
                application/yaml: yaml yml
                application/wasm: wasm
                application/pdf: pdf
                application/zip: zip
                application/gzip: gz tgz
                application/zstd: zst
                application/java-archive: jar
                application/x-tar: tar
                application/vnd.tcpdump.pcap: pcap pcapng
                application/xhtml+xml: xhtml
                application/atom+xml: atom
                application/rss+xml: rss
                image/svg+xml: svg
                image/png: png
                image/jpeg: jpg jpeg
                image/gif: gif
                image/webp: webp
                image/avif: avif
                image/vnd.microsoft.icon: ico
                font/woff: woff
                font/woff2: woff2
                font/ttf: ttf
                font/otf: otf
                audio/mpeg: mp3
                audio/ogg: ogg oga opus
                audio/wav: wav
                video/mp4: mp4 m4v
                video/webm: webm
                video/ogg: ogv
                """;
        for (String line : all.lines().toList()) {
            int colon = line.lastIndexOf(':');
            for (String extension : line.substring(colon + 1).strip().split(" ", -1)) {
                BY_EXTENSION.put(extension, line.substring(0, colon));
            }
        }
    }

    private ContentTypes() {}

    static String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot < 0 ? UNKNOWN : BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}
