package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.util.Optional;

/**
 * What the exceptions of this client tell beside their sentence. Each of them also is the exception
 * that a caller of {@link java.net.http.HttpClient} expects.
 */
public sealed interface Explained
        permits BadResponseException,
                BrokenExchangeException,
                DeadlinePassedException,
                ConnectDeadlineException,
                NotConnectedException,
                TlsFailedException {

    /** Whether the request reached the server's host. */
    Delivery delivery();

    /** The connection that it went over, and why that ended; empty where there never was one. */
    Optional<JudgedLife> life();
}
