package dev.sluice.inference.plain;

/**
 * What a model may take; beyond, it is refused before memory is taken.
 *
 * @param multiplications of one run, or what takes as long
 * @param bytes of one copy with all that it computes with
 */
record Limits(long multiplications, long bytes) {
  static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final long MULTIPLICATIONS_MAX = 400_000_000;
  private static final long HEAP_SHARE = 8;

  /** A second or so of a small processor, and an eighth of this process's heap. */
  static Limits ofThisProcess() {
    return new Limits(MULTIPLICATIONS_MAX, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  void checkMultiplications(long taken) throws UnsupportedException {
    if (taken > multiplications) {
      throw new UnsupportedException(
          "a run up to here takes more than %d million multiplications"
              .formatted(multiplications / 1_000_000));
    }
  }

  void checkBytes(long taken) throws UnsupportedException {
    if (taken > bytes) {
      throw new UnsupportedException(
          "a copy up to here takes more than %.1f MB, an eighth of the heap (-Xmx)"
              .formatted(bytes / 1e6));
    }
  }
}
