package dev.linger.cli;

import dev.linger.life.Wording;
import dev.linger.server.KeyAndChain;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Whom to believe: those whom the JDK believes, those in a file, or everybody. */
public final class Trust {
    private Trust() {}

    /**
     * As it was asked for.
     *
     * @throws Refusal if the file holds no certificate
     */
    public static SSLContext of(Asked asked) {
        String file = asked.value(Flag.CA_FILE);
        boolean isInsecure = asked.has(Flag.INSECURE);
        if (file != null && isInsecure) {
            throw new Refusal("--insecure believes everybody: --cacert is of no use beside it");
        }
        if (file != null) {
            return in(file);
        }
        try {
            return isInsecure ? TrustAll.context() : SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new Refusal("this JDK has no TLS: " + e.getMessage());
        }
    }

    private static SSLContext in(String file) {
        try {
            return KeyAndChain.trustingOnly(KeyAndChain.authorities(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            throw new Refusal("--cacert: " + Wording.printable(String.valueOf(e.getMessage())));
        }
    }
}
