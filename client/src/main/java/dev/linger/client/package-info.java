/**
 * A {@link java.net.http.HttpClient} whose connections live long, and whose failures say who closed
 * and whether the request was delivered. {@link dev.linger.client.LingerClient} is the door.
 */
@NullMarked
package dev.linger.client;

import org.jspecify.annotations.NullMarked;
