package dev.linger.client;

import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/**
 * A TLS session to look at: it is the connection's, and a program that has a response cannot end it
 * for the others. Thread-safe.
 */
final class SessionView extends ExtendedSSLSession {
    private final SSLSession session;

    SessionView(SSLSession session) {
        this.session = session;
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "the TLS session belongs to the connection, which other requests use too");
    }

    @Override
    public void invalidate() {
        throw refusal();
    }

    @Override
    public void putValue(String name, Object value) {
        throw refusal();
    }

    @Override
    public void removeValue(String name) {
        throw refusal();
    }

    private ExtendedSSLSession extended() {
        if (session instanceof ExtendedSSLSession extended) {
            return extended;
        }
        throw new UnsupportedOperationException(
                "the TLS provider gives no more than " + session.getClass().getName());
    }

    @Override
    public String[] getLocalSupportedSignatureAlgorithms() {
        return extended().getLocalSupportedSignatureAlgorithms();
    }

    @Override
    public String[] getPeerSupportedSignatureAlgorithms() {
        return extended().getPeerSupportedSignatureAlgorithms();
    }

    @Override
    public List<SNIServerName> getRequestedServerNames() {
        return extended().getRequestedServerNames();
    }

    @Override
    public List<byte[]> getStatusResponses() {
        return extended().getStatusResponses();
    }

    @Override
    public byte[] getId() {
        return session.getId();
    }

    @Override
    public SSLSessionContext getSessionContext() {
        return session.getSessionContext();
    }

    @Override
    public long getCreationTime() {
        return session.getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        return session.getLastAccessedTime();
    }

    @Override
    public boolean isValid() {
        return session.isValid();
    }

    @Override
    public Object getValue(String name) {
        return session.getValue(name);
    }

    @Override
    public String[] getValueNames() {
        return session.getValueNames();
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        return session.getPeerCertificates();
    }

    @Override
    public Certificate[] getLocalCertificates() {
        return session.getLocalCertificates();
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return session.getPeerPrincipal();
    }

    @Override
    public Principal getLocalPrincipal() {
        return session.getLocalPrincipal();
    }

    @Override
    public String getCipherSuite() {
        return session.getCipherSuite();
    }

    @Override
    public String getProtocol() {
        return session.getProtocol();
    }

    @Override
    public String getPeerHost() {
        return session.getPeerHost();
    }

    @Override
    public int getPeerPort() {
        return session.getPeerPort();
    }

    @Override
    public int getPacketBufferSize() {
        return session.getPacketBufferSize();
    }

    @Override
    public int getApplicationBufferSize() {
        return session.getApplicationBufferSize();
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
