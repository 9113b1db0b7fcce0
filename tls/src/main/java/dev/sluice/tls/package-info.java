/**
 * Keys, certificates and authorities of TLS, read from PEM files and exchanged while connections
 * last: a handshake takes what was last found good. Both ends of the link use it, and the edge
 * node's listeners.
 *
 * <p>Everything is checked before it is swapped in by one reference; any thread may use it. May
 * import {@code dev.sluice.config}, Bouncy Castle and the JDK.
 */
package dev.sluice.tls;
