package dev.sluice.spool;

import java.util.Arrays;

/**
 * What the giver wants remembered with its entries, together with how far they have come: after a
 * crash both fit to the entries that are there, byte for byte.
 *
 * @param bytes the giver's own; few, for they are written with each batch
 * @param stamp of the latest entry
 */
public record SpoolNote(byte[] bytes, long stamp) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SpoolNote that
        && Arrays.equals(bytes, that.bytes)
        && stamp == that.stamp;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes) * 31 + Long.hashCode(stamp);
  }

  @Override
  public String toString() {
    return "SpoolNote[" + bytes.length + " B, stamp " + stamp + "]";
  }
}
