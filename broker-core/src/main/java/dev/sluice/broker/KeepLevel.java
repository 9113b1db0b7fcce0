package dev.sluice.broker;

/** What has to have a record before it counts as kept. */
public enum KeepLevel {
  /** The disk: it survives a loss of power. */
  DISK,
  /** The operating system: it survives the end of the process, not of the machine. */
  SYSTEM,
  /** Nobody: it is not kept. */
  PROCESS
}
