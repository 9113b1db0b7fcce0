package dev.sluice.edge.mqtt;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What has come of packets that are not all there, of all clients of a listener together: each of
 * them is within its limits, and many of them could still take all memory. Where there is no room
 * for more, the client whose packet has been under way for longest has to go.
 */
final class UnfinishedPackets {
  private final long bytesMax;
  private final Set<Share> oldestFirst = new LinkedHashSet<>();
  private long bytes;

  /**
   * @param bytesMax at least twice the largest packet, for a buffer grows by doubling
   */
  UnfinishedPackets(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  long bytes() {
    return bytes;
  }

  /**
   * @param crowdedOut told to give up, and with it what its share holds
   */
  Share share(Runnable crowdedOut) {
    return new Share(crowdedOut);
  }

  /** What one of them holds. */
  final class Share {
    private final Runnable crowdedOut;
    private long own;

    private Share(Runnable crowdedOut) {
      this.crowdedOut = crowdedOut;
    }

    /** From nothing to something: a packet begins. */
    void becomes(long next) {
      if (next == own) {
        return;
      }
      bytes += next - own;
      own = next;
      if (own == 0) {
        oldestFirst.remove(this);
      } else {
        oldestFirst.add(this);
      }
      while (bytes > bytesMax) {
        oldestFirst.iterator().next().giveUp();
      }
    }

    private void giveUp() {
      becomes(0);
      crowdedOut.run();
    }
  }
}
