package dev.sluice.edge.journal;

import java.util.List;

/**
 * What was found when the journal was opened.
 *
 * @param segments that were read
 * @param records that were read
 * @param bytesRead from the disk
 * @param bytesTorn of a last write that a crash had cut short; nothing in it had been acknowledged
 * @param losses one line for each thing that is missing though it had been durable; empty when
 *     nothing acknowledged was lost
 * @param sessions that were brought back
 * @param messages that were brought back
 * @param retained messages among them
 */
public record RecoveryReport(
    int segments,
    long records,
    long bytesRead,
    long bytesTorn,
    List<String> losses,
    int sessions,
    int messages,
    int retained) {
  /** Nothing was there. */
  public static final RecoveryReport NONE = new RecoveryReport(0, 0, 0, 0, List.of(), 0, 0, 0);

  public RecoveryReport {
    losses = List.copyOf(losses);
  }
}
