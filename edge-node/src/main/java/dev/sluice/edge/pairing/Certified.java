package dev.sluice.edge.pairing;

/**
 * What the bridge answered.
 *
 * @param edgeId whom it took
 * @param certificate PEM
 * @param authority PEM: who vouches for the bridge
 * @param host of its gate
 * @param port of its gate
 */
public record Certified(
    String edgeId, String certificate, String authority, String host, int port) {}
