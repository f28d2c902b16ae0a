package dev.linger.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of keys and certificates in PEM (RFC 7468). */
final class PemFile {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z ]*)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----",
                    Pattern.DOTALL);
    private static final Pattern CERTIFICATE =
            Pattern.compile(
                    "-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);

    private PemFile() {}

    /** The certificates of a file, at least one, in its order. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        String text = text(file);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = new ArrayList<>();
            for (Matcher one = CERTIFICATE.matcher(text); one.find(); ) {
                byte[] bytes = decoded(one.group(1));
                found.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(bytes)));
            }
            if (found.isEmpty()) {
                throw new IOException(
                        file
                                + ": no certificate in it; it should hold lines from"
                                + " \"-----BEGIN CERTIFICATE-----\" on. One in binary form becomes"
                                + " such by: openssl x509 -inform der -in "
                                + file
                                + " -out "
                                + other(file));
            }
            return found;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": a certificate in it is broken: " + e.getMessage(), e);
        }
    }

    /**
     * The first key of a file.
     *
     * @param certified the key that it belongs to
     * @param chain where that one is from
     */
    static PrivateKey key(Path file, PublicKey certified, Path chain) throws IOException {
        Matcher found = KEY.matcher(text(file));
        if (!found.find()) {
            throw new IOException(
                    file
                            + ": no private key in it; it should hold lines from"
                            + " \"-----BEGIN PRIVATE KEY-----\" on");
        }
        String form = found.group(1).strip();
        if (!form.isEmpty()) {
            throw new IOException(file + ": " + otherForm(form, file));
        }
        PrivateKey key;
        try {
            key =
                    KeyFactory.getInstance(certified.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(decoded(found.group(2))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    file
                            + ": its key is broken, or of another kind than the certificate in "
                            + chain
                            + ", which is for "
                            + certified.getAlgorithm()
                            + ": "
                            + e.getMessage(),
                    e);
        }
        if (!belong(key, certified)) {
            throw new IOException(
                    file
                            + ": not the key of the first certificate in "
                            + chain
                            + "; the key's own certificate comes first, its issuers behind it");
        }
        return key;
    }

    private static String otherForm(String form, Path file) {
        String what =
                form.equals("ENCRYPTED")
                        ? "its key is encrypted; nobody is there to give the password"
                        : "its key is a \"" + form + " PRIVATE KEY\", not in PKCS#8 form";
        return what
                + "; this writes it as it should be: openssl pkey -in "
                + file
                + " -out "
                + other(file);
    }

    private static String other(Path file) {
        return file + ".new";
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(pss(key));
            }
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Those that the key is bound to, else the ones of TLS (RFC 8446, section 4.2.3). */
    private static AlgorithmParameterSpec pss(PrivateKey key) {
        AlgorithmParameterSpec bound = key.getParams();
        return bound == null
                ? new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
                : bound;
    }

    private static byte[] decoded(String lines) {
        return Base64.getMimeDecoder().decode(lines);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The same with what is wrong, where Java says but the file's name. */
    static IOException unreadable(Path file, IOException e) {
        String reason =
                switch (e) {
                    case NoSuchFileException _ -> "no such file";
                    case AccessDeniedException _ -> "cannot be read: no permission";
                    default -> "cannot be read: " + e.getMessage();
                };
        return new IOException(file + ": " + reason, e);
    }
}
