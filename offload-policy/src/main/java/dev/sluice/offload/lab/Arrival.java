package dev.sluice.offload.lab;

/**
 * When a message comes, and how large it is beside the mean of its class.
 *
 * @param atNanos from the start of the scenario
 * @param scale of its bytes and its work; 1 for an ordinary one
 */
public record Arrival(long atNanos, double scale) {}
