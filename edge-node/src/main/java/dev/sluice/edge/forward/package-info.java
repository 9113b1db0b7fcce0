/**
 * Adapter of the forwarding rules to a JSON library and to the hash functions of the JDK. Holds no
 * state. Imports {@code dev.sluice.edge.core.forward}, Jackson's streaming API and {@code
 * javax.crypto}.
 */
package dev.sluice.edge.forward;
