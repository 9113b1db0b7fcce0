package dev.sluice.broker.durable;

/**
 * Where the log has a record.
 *
 * @param segment number of the file; later ones have larger numbers
 * @param position in it, in bytes
 * @param bytes that it takes there
 */
public record Place(long segment, int position, int bytes) {}
