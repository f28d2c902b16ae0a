package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyAndChainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir Path folder;

    private static String pem(String kind, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private static String chain(KeyAndChain... all) throws Exception {
        StringBuilder text = new StringBuilder("subject=/CN=somebody\n");
        for (KeyAndChain one : all) {
            text.append(pem("CERTIFICATE", one.chain().getFirst().getEncoded()));
        }
        return text.toString();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, US_ASCII);
    }

    @Test
    void readsWhatOtherToolsWrite() throws Exception {
        KeyAndChain own = Trusting.OWN;
        String key = pem("PRIVATE KEY", own.key().getEncoded());
        Path both = file("both.pem", chain(own, own) + key);
        KeyAndChain read = KeyAndChain.read(both, both);
        assertEquals(own.key(), read.key());
        assertEquals(2, read.chain().size());
        assertEquals(List.of("localhost"), read.names());
    }

    @Test
    void saysHowToConvertAKeyInAnotherForm() throws Exception {
        Path chain = file("chain.pem", chain(Trusting.OWN));
        Path old = file("old.pem", pem("RSA PRIVATE KEY", new byte[20]));
        String refusal = refusal(chain, old);
        assertTrue(
                refusal.endsWith(
                        "its key is a \"RSA PRIVATE KEY\", not in PKCS#8 form; this writes it as it"
                                + " should be: openssl pkey -in "
                                + old
                                + " -out "
                                + old
                                + ".new"),
                refusal);
        Path secret = file("secret.pem", pem("ENCRYPTED PRIVATE KEY", new byte[20]));
        assertTrue(refusal(chain, secret).contains("its key is encrypted"));
    }

    @Test
    void saysWhatIsMissingOrDoesNotFit() throws Exception {
        Path chain = file("chain.pem", chain(Trusting.OWN));
        Path key = file("key.pem", pem("PRIVATE KEY", Trusting.OWN.key().getEncoded()));
        Path strange =
                file(
                        "strange.pem",
                        pem("PRIVATE KEY", Trusting.made("other.example").key().getEncoded()));
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        byte[] ofRsa = rsa.generateKeyPair().getPrivate().getEncoded();
        Path other = file("rsa.pem", pem("PRIVATE KEY", ofRsa));
        assertTrue(refusal(key, key).contains("no certificate in it"));
        assertTrue(refusal(chain, chain).contains("no private key in it"));
        assertTrue(refusal(chain, strange).contains("not the key of the first certificate"));
        assertTrue(refusal(chain, other).contains("of another kind than the certificate"));
        assertTrue(refusal(chain, folder.resolve("none.pem")).endsWith("none.pem: no such file"));
        Path broken = file("broken.pem", pem("CERTIFICATE", new byte[] {1, 2, 3}));
        assertTrue(refusal(broken, key).contains("a certificate in it is broken"));
    }

    private static String refusal(Path chain, Path key) {
        IOException refused = assertThrows(IOException.class, () -> KeyAndChain.read(chain, key));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void aKeyThatNobodyCertifiesIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new KeyAndChain(Trusting.OWN.key(), List.of()));
    }

    private static final KeyAndChain CLIENT = Trusting.made("client.example");

    private static Tls asking(Tls.ClientCertificates clients) {
        List<X509Certificate> authorities = CLIENT.chain();
        return Tls.of(KeyAndChain.context(Trusting.OWN, List.of(), authorities))
                .withClients(clients);
    }

    private static Stage stage(Tls.ClientCertificates clients) throws Exception {
        Handler naming =
                exchange -> {
                    var session = exchange.tls();
                    String who = "nobody";
                    try {
                        who = session == null ? who : session.getPeerPrincipal().getName();
                    } catch (SSLException e) {
                        who = "a stranger";
                    }
                    exchange.respond(who + "|");
                };
        return new Stage(Stage.plain().withTls(asking(clients)), naming);
    }

    private static SSLSocket with(KeyAndChain certified, Stage stage) throws IOException {
        SSLContext context = Trusting.clientWith(certified);
        return Trusting.socket(stage.server.address(), context, 0);
    }

    @Test
    void aClientThatIsTrustedIsKnownToTheHandler() throws Exception {
        for (Tls.ClientCertificates clients :
                List.of(Tls.ClientCertificates.WANTED, Tls.ClientCertificates.REQUIRED)) {
            try (Stage stage = stage(clients)) {
                String said = stage.over(with(CLIENT, stage)).send(GET).expect("|");
                String name = CLIENT.chain().getFirst().getSubjectX500Principal().getName();
                assertTrue(said.endsWith(name + "|"), said);
            }
        }
    }

    @Test
    void aClientWithoutOneIsTakenWhereItIsOnlyWanted() throws Exception {
        try (Stage stage = stage(Tls.ClientCertificates.WANTED)) {
            assertTrue(stage.connect().send(GET).expect("|").endsWith("a stranger|"));
        }
    }

    @Test
    void aClientWithoutOneIsRefusedWhereItIsRequired() throws Exception {
        try (Stage stage = stage(Tls.ClientCertificates.REQUIRED)) {
            SSLContext fresh = Trusting.clientOf(new KeyManager[0], Trusting.OWN);
            RawClient client = stage.over(Trusting.socket(stage.server.address(), fresh, 0));
            assertThrows(IOException.class, () -> client.send(GET).expect("|"));
            client.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.contains("certificate_required"), says);
        }
    }

    @Test
    void aClientThatNobodyTrustsIsRefused() throws Exception {
        try (Stage stage = stage(Tls.ClientCertificates.WANTED)) {
            RawClient client = stage.over(with(Trusting.made("stranger.example"), stage));
            assertThrows(IOException.class, () -> client.send(GET).expect("|"));
            client.close();
            stage.ends("tls-failed server server fin connecting");
        }
    }

    @Test
    void theFirstNamesAreTheSameInAnyOrder() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyAndChain first = Trusting.made("a.example", "b.example");
        KeyAndChain second =
                new KeyAndChain(
                        rsa.generateKeyPair().getPrivate(),
                        Trusting.made("B.example", "a.example").chain());
        KeysByName keys = new KeysByName(List.of(first, second));
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        assertEquals("0", keys.chooseEngineServerAlias("EC", null, engine));
        assertEquals("1", keys.chooseEngineServerAlias("RSA", null, engine));
    }

    @Test
    void readsAKeyForSignaturesByPssAlone() throws Exception {
        KeyPairGenerator pss = KeyPairGenerator.getInstance("RSASSA-PSS");
        pss.initialize(2048);
        KeyPair pair = pss.generateKeyPair();
        Path file = file("pss.pem", pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        assertEquals(pair.getPrivate(), PemFile.key(file, pair.getPublic(), file));
    }
}
