package dev.sluice.bench.wire;

/**
 * Where the payload of a measured message says who sent it, as the how manieth, and when: the first
 * bytes of every payload.
 */
public final class Stamp {
  static final int PUBLISHER = 0;
  static final int SEQUENCE = 4;
  static final int NANOS = 12;

  /** Smallest payload that carries a stamp. */
  public static final int BYTES = 20;

  private Stamp() {}
}
