package dev.sluice.spool;

/**
 * An entry and its number: each spool counts its entries from 1.
 *
 * @param entry as it was given
 */
public record SpoolRecord(long sequence, SpoolEntry entry) {}
