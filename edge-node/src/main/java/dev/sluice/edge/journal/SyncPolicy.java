package dev.sluice.edge.journal;

/** What an acknowledgement waits for. */
public enum SyncPolicy {
  /** The disk has it: survives a loss of power. */
  FSYNC,
  /** The operating system has it: survives the end of the process, not of the machine. */
  OS
}
