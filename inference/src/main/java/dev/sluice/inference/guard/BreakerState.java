package dev.sluice.inference.guard;

/** Whether calls go through to a server. */
public enum BreakerState {
  CLOSED,
  OPEN,
  /** One at a time, to find out. */
  HALF_OPEN
}
