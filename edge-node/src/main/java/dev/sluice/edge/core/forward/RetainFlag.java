package dev.sluice.edge.core.forward;

/** What becomes of the RETAIN flag when a message changes sides. */
public enum RetainFlag {
  /** As published. */
  KEEP,
  /** Never set: the other side delivers and forgets. */
  CLEAR
}
