package dev.sluice.mqtt;

/** PUBLISH as received; {@code packetId} is 0 for QoS 0. */
public record Publish(Message message, int packetId, boolean dup) {}
