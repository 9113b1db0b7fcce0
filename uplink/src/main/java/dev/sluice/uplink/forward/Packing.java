package dev.sluice.uplink.forward;

/** How a block may be packed on its way; the receiver says which it can unpack. */
public enum Packing {
  NONE(0),
  /** Zstandard, RFC 8878. */
  ZSTD(1);

  private final byte wire;

  Packing(int wire) {
    this.wire = (byte) wire;
  }

  byte wire() {
    return wire;
  }

  /** What a newer receiver offers beyond these is none for us. */
  static Packing of(byte wire) {
    return wire == ZSTD.wire ? ZSTD : NONE;
  }
}
