/**
 * Who a client is and what it may do: the password file, tokens, client certificates, and the rules
 * of the access file.
 *
 * <p>Files are read into immutable values, checked as a whole, and swapped by one reference; the
 * broker loop reads it inside its turns. Hashing and signatures run on a small pool of their own.
 * May import {@code dev.sluice.broker}, {@code dev.sluice.mqtt}, {@code dev.sluice.topic}, {@code
 * dev.sluice.config}, Bouncy Castle, Nimbus JOSE and slf4j; nothing else of the edge node.
 */
package dev.sluice.edge.auth;
