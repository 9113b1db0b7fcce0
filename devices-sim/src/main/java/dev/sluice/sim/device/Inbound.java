package dev.sluice.sim.device;

/**
 * A message that reached a device.
 *
 * @param redelivered it carried the DUP flag
 * @param atNanos when it came in, on the monotonic clock
 */
public record Inbound(String topic, byte[] payload, boolean redelivered, long atNanos) {}
