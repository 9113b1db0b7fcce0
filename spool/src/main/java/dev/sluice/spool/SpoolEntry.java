package dev.sluice.spool;

/**
 * What a spool is given to keep.
 *
 * @param stamp a number of the giver's that grows from entry to entry under one {@link SpoolNote}
 * @param onceOnly whether the giver would rather lose it than have it twice: see {@link Spool#open}
 * @param atNanos when it was given, on the giver's clock
 * @param expiresAtNanos from when on it is worth nothing; {@link #NEVER} for never
 * @param body not to be written to from here on
 */
public record SpoolEntry(
    long stamp, boolean onceOnly, long atNanos, long expiresAtNanos, byte[] body) {
  public static final long NEVER = Long.MAX_VALUE;
}
