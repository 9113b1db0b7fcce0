package dev.sluice.bench.peer;

/** How much memory a broker is given, where that can be said. */
public enum Heap {
  /** What the report says of the peer. */
  USUAL,

  /** What a small gateway can spare; only Sluice is held to it. */
  SMALL
}
