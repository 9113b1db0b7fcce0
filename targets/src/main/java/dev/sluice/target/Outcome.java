package dev.sluice.target;

/** What became of a record that was put. */
public sealed interface Outcome {
  /** The engine has it. */
  record Confirmed() implements Outcome {}

  /** The engine cannot be reached or takes nothing: no fault of the record, which is kept. */
  record Unavailable(String reason) implements Outcome {}

  /** The engine refused this record, and may take it later. */
  record Rejected(String reason) implements Outcome {}

  /** The engine will never take this record. */
  record Refused(String reason) implements Outcome {}
}
