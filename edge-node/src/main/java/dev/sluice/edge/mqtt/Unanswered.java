package dev.sluice.edge.mqtt;

/**
 * What clients that have not been answered yet make one listener hold, all of them together:
 * anybody can be such a client, and each of them alone is within its limits.
 */
final class Unanswered {
  private final long bytesMax;
  private long bytes;

  Unanswered(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  long bytes() {
    return bytes;
  }

  Share share() {
    return new Share();
  }

  /** What one of them holds. */
  final class Share {
    private long own;

    /** False, and nothing changes, when there is no room for more. */
    boolean becomes(long next) {
      if (next > own && bytes + next - own > bytesMax) {
        return false;
      }
      bytes += next - own;
      own = next;
      return true;
    }
  }
}
