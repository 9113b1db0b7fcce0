/**
 * Keys, certificates and authorities of TLS, read from PEM files and exchanged while connections
 * last: a handshake takes what was last found good.
 *
 * <p>Everything is checked before it is swapped in by one reference; any thread may use it. May
 * import {@code dev.sluice.config}, Bouncy Castle and the JDK; nothing else of the edge node.
 */
package dev.sluice.edge.tls;
