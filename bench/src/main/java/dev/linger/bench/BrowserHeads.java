package dev.linger.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Request heads in the shape that browsers send them, with made-up hosts and cookies. */
final class BrowserHeads {
    private static final String CHROME =
            """
            GET /shop/items?category=lamps&page=3 HTTP/1.1
            Host: shop.example.com
            Connection: keep-alive
            sec-ch-ua: "Chromium";v="130", "Google Chrome";v="130", "Not?A_Brand";v="99"
            sec-ch-ua-mobile: ?0
            sec-ch-ua-platform: "Linux"
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Sec-Fetch-Site: same-origin
            Sec-Fetch-Mode: navigate
            Sec-Fetch-Dest: document
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9
            Cookie: session=4f1c9a7be2d04c53; theme=dark; consent=1.2.1700000000; seen=17
            """;

    private static final String FIREFOX =
            """
            GET /shop/items?category=lamps&page=3 HTTP/1.1
            Host: shop.example.com
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
            Accept-Language: en-GB,en;q=0.5
            Accept-Encoding: gzip, deflate, br, zstd
            Connection: keep-alive
            Referer: https://shop.example.com/shop/
            Cookie: session=4f1c9a7be2d04c53; theme=dark; consent=1.2.1700000000; seen=17
            Upgrade-Insecure-Requests: 1
            """;

    private BrowserHeads() {}

    static byte[] of(String browser) {
        String lines =
                switch (browser) {
                    case "chrome" -> CHROME;
                    case "firefox" -> FIREFOX;
                    default -> throw new IllegalArgumentException("no head of " + browser);
                };
        return (lines + "\n").replace("\n", "\r\n").getBytes(ISO_8859_1);
    }
}
