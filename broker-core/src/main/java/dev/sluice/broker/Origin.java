package dev.sluice.broker;

/** Where a message came from that is about to be routed. */
public enum Origin {
  /** A client, or its Will. */
  CLIENT,
  /** The server itself: an answer. */
  SERVER,
  /** Another broker, over a link: it must not go back there. */
  LINK
}
