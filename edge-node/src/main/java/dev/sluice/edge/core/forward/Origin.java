package dev.sluice.edge.core.forward;

/** Where a message came from that is about to be routed on this node. */
public enum Origin {
  /** A client of this node. */
  CLIENT,
  /** The node itself: answers of inference routes. */
  NODE,
  /** The cloud: it never goes up again. */
  CLOUD
}
