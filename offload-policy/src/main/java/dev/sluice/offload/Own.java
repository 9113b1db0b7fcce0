package dev.sluice.offload;

/**
 * Which terms of a request its message said itself; the others are its route's.
 *
 * @param privacy also where a guard of the route decided, message by message
 */
public record Own(boolean deadline, boolean priority, boolean privacy) {}
