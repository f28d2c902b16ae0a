package dev.linger.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A certificate for tests, and the JDK's client that trusts it. */
public final class Trusting {
    /** For localhost and 127.0.0.1. */
    public static final KeyAndChain OWN = made("localhost", "127.0.0.1");

    /** A client's that trusts it. */
    public static final SSLContext CLIENT = clientOf(new KeyManager[0], OWN);

    private Trusting() {}

    static KeyAndChain made(String... hosts) {
        try {
            return KeyAndChain.selfSigned(List.of(hosts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SSLContext clientOf(KeyManager[] keys, KeyAndChain... trusted) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry(String.valueOf(i), trusted[i].chain().getFirst());
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client's that shows this certificate whoever asks. */
    static SSLContext clientWith(KeyAndChain own) {
        X509ExtendedKeyManager showing =
                new X509ExtendedKeyManager() {
                    @Override
                    public String chooseClientAlias(
                            String[] kinds, Principal[] issuers, Socket socket) {
                        return "own";
                    }

                    @Override
                    public String chooseServerAlias(
                            String kind, Principal[] issuers, Socket socket) {
                        return "own";
                    }

                    @Override
                    public String[] getClientAliases(String kind, Principal[] issuers) {
                        return new String[] {"own"};
                    }

                    @Override
                    public String[] getServerAliases(String kind, Principal[] issuers) {
                        return new String[0];
                    }

                    @Override
                    public X509Certificate[] getCertificateChain(String alias) {
                        return own.chain().toArray(X509Certificate[]::new);
                    }

                    @Override
                    public PrivateKey getPrivateKey(String alias) {
                        return own.key();
                    }
                };
        return clientOf(new KeyManager[] {showing}, OWN);
    }

    /** Connected, and not yet shaking hands. */
    static SSLSocket socket(InetSocketAddress server, SSLContext context, int receiveBytes)
            throws IOException {
        Socket plain = new Socket();
        if (receiveBytes > 0) {
            plain.setReceiveBufferSize(receiveBytes);
        }
        plain.connect(server);
        return (SSLSocket)
                context.getSocketFactory().createSocket(plain, "localhost", server.getPort(), true);
    }

    /** Speaks this version alone. */
    static SSLSocket socket(InetSocketAddress server, String version) throws IOException {
        SSLSocket socket = socket(server, CLIENT, 0);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    /** Asks for this name. */
    static SSLSocket socketFor(String name, InetSocketAddress server, SSLContext context)
            throws IOException {
        SSLSocket socket = socket(server, context, 0);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** A server's trust that takes its time. */
    static final class Slow extends X509ExtendedTrustManager {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch may = new CountDownLatch(1);
        private final CountDownLatch checked = new CountDownLatch(1);
        private volatile boolean breaks;

        SSLContext context(KeyAndChain own) throws GeneralSecurityException, IOException {
            char[] password = "password".toCharArray();
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(
                    "own", own.key(), password, own.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {this}, null);
            return context;
        }

        void awaitCheck() throws InterruptedException {
            asked.await();
        }

        void trust() {
            may.countDown();
        }

        /** Fails at the check as no program should. */
        void breakDown() {
            breaks = true;
            trust();
        }

        boolean isChecked() {
            return checked.getCount() == 0;
        }

        private void check() {
            asked.countDown();
            try {
                may.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                checked.countDown();
            }
            if (breaks) {
                throw new StackOverflowError("to be expected");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new IllegalStateException("only clients are asked here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new IllegalStateException("only clients are asked here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            throw new IllegalStateException("only clients are asked here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
