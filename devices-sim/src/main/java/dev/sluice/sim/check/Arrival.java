package dev.sluice.sim.check;

/**
 * How a message reached its receiver.
 *
 * @param redelivered it carried the DUP flag: the sender could not know whether it had come before
 */
public record Arrival(long atNanos, boolean redelivered) {}
