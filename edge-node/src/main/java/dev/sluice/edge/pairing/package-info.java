/**
 * How an edge node comes by its certificate for the link, and by the next one: keys are made here
 * and stay here. Imports {@code dev.sluice.tls}, the token of the link and the JDK's HTTP client.
 */
package dev.sluice.edge.pairing;
