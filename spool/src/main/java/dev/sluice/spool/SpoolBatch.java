package dev.sluice.spool;

import java.util.List;

/**
 * Records in order, and which numbers they account for: those between that have no record are gone.
 *
 * @param first number asked for
 * @param last number accounted for; below {@code first} when there is nothing yet
 */
public record SpoolBatch(long first, long last, List<SpoolRecord> records) {
  public SpoolBatch {
    records = List.copyOf(records);
  }

  public boolean isEmpty() {
    return last < first;
  }
}
