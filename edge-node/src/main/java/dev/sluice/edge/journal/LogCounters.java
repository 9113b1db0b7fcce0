package dev.sluice.edge.journal;

/** What the log has done since it was opened. */
final class LogCounters {
  long appendedRecords;
  long appendedBytes;
  long repeatedBytes;
  long batches;
  long forces;
  long segmentsCleaned;
  long cutsFailed;
}
