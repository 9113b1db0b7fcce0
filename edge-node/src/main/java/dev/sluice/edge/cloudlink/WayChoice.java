package dev.sluice.edge.cloudlink;

import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/**
 * Which of several ways to the cloud is taken: 0 is the most preferred.
 *
 * <p>A way <em>works</em> from the moment the bridge is heard on it. When one that has worked long
 * enough breaks, it is tried again first; one that is silent, or broke soon, is not. After it come
 * the others in order of preference, each once: a round. When a round is over without one that
 * works, the next begins with the most preferred, after a longer pause.
 *
 * <p>While one works that is not the most preferred, those before it are probed. One that has
 * answered without a gap for its waiting time is gone back to. A way that fails sooner than that
 * after it was taken has to wait twice as long the next time, up to 16 times the first; one that
 * lasts is forgiven.
 *
 * <p>Time is monotonic nanoseconds.
 */
final class WayChoice {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int WAITS_MAX = 16;

  private final int ways;
  private final long waitNanos;

  // For the process.
  private final long[] waits;
  private long switches;

  // For the round.
  private final BitSet tried = new BitSet();

  // For the way that is taken.
  private int current;
  private boolean goneBackTo;
  private boolean works;
  private long worksSinceNanos;
  private final long[] answersSince;

  WayChoice(int ways, long waitNanos) {
    this.ways = ways;
    this.waitNanos = waitNanos;
    this.waits = new long[ways];
    this.answersSince = new long[ways];
    Arrays.fill(waits, waitNanos);
    Arrays.fill(answersSince, NEVER);
  }

  int current() {
    return current;
  }

  boolean works() {
    return works;
  }

  /** Times that another way was taken, or tried, than the one before. */
  long switches() {
    return switches;
  }

  /** The bridge is heard on the way that is taken. */
  void onWorks(long nowNanos) {
    if (!works) {
      works = true;
      worksSinceNanos = nowNanos;
      tried.clear();
      Arrays.fill(answersSince, NEVER);
    }
  }

  /**
   * The way that is taken does not work, or no longer.
   *
   * @param silent connected, as it seems, and nobody answers
   * @return whether all have been tried in vain: the next attempt needs a longer pause
   */
  boolean onLost(boolean silent, long nowNanos) {
    boolean lasted = works && nowNanos - worksSinceNanos >= waitNanos;
    if (!lasted && (works || goneBackTo)) {
      waits[current] = Math.min(WAITS_MAX * waitNanos, 2 * waits[current]);
    } else if (lasted) {
      waits[current] = waitNanos;
    }
    works = false;
    goneBackTo = false;
    if (lasted && !silent) {
      return false;
    }
    tried.set(current);
    return takeNext();
  }

  private boolean takeNext() {
    int next = tried.nextClearBit(0);
    boolean over = next >= ways;
    if (over) {
      tried.clear();
      next = 0;
    }
    take(next);
    return over;
  }

  private void take(int way) {
    if (way != current) {
      switches++;
    }
    current = way;
  }

  /** What a probe of a way before the one that is taken found. */
  void onProbe(int way, boolean answers, long nowNanos) {
    if (!answers) {
      answersSince[way] = NEVER;
    } else if (answersSince[way] == NEVER) {
      answersSince[way] = nowNanos;
    }
  }

  /** Ways that would be preferred to the one that works. */
  int betterOnes() {
    return works ? current : 0;
  }

  /** The way to go back to now; it is taken with that. */
  OptionalInt failBack(long nowNanos) {
    for (int way = 0; way < betterOnes(); way++) {
      long since = answersSince[way];
      if (since != NEVER && nowNanos - since >= waits[way]) {
        works = false;
        goneBackTo = true;
        tried.clear();
        take(way);
        return OptionalInt.of(way);
      }
    }
    return OptionalInt.empty();
  }
}
