package dev.sluice.uplink;

/** A message and the lane on which it is to go: what a forwarding rule makes of a publication. */
public record LaneMessage(LaneName lane, ForwardedMessage message) {}
