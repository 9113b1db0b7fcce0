package dev.sluice.broker;

/** Names one Network Connection for the life of the process; never reused. */
public record ConnectionId(long value) {}
