package dev.sluice.edge.core;

import dev.sluice.uplink.forward.Grant;
import dev.sluice.uplink.forward.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When to tell the cloud what this node wants of it: whenever the link is up anew, then less and
 * less often until it answers, and now and then after that, for a cloud that may have forgotten.
 */
final class Asking {
  private static final long NEVER = Long.MAX_VALUE;

  private final DownPlane.Settings settings;
  private Subscription subscription;
  private boolean up;
  private long askAtNanos = NEVER;
  private long waitNanos;
  private Optional<List<Integer>> refused = Optional.empty();

  Asking(DownPlane.Settings settings, Subscription subscription) {
    this.settings = settings;
    this.subscription = subscription;
  }

  /** From now on it wants that, and says so as soon as it can. */
  void want(Subscription next, long nowNanos) {
    if (next.equals(subscription)) {
      return;
    }
    subscription = next;
    refused = Optional.empty();
    if (up) {
      onUp(nowNanos);
    }
  }

  void onUp(long nowNanos) {
    up = true;
    waitNanos = settings.askAfter().toNanos();
    askAtNanos = nowNanos;
  }

  void onDown() {
    up = false;
    askAtNanos = NEVER;
  }

  /** What to send now, if anything. */
  Optional<byte[]> due(long nowNanos) {
    if (nowNanos < askAtNanos) {
      return Optional.empty();
    }
    // That nothing is wanted any more is said once: a link that loses it only costs a message.
    askAtNanos = subscription.wishes().isEmpty() ? NEVER : nowNanos + waitNanos;
    waitNanos = Math.min(2 * waitNanos, settings.askMax().toNanos());
    return Optional.of(subscription.encode());
  }

  long nextNanos() {
    return askAtNanos;
  }

  /**
   * @return filters that the cloud does not give, when that is news
   */
  Optional<List<String>> onGrant(Grant grant, long nowNanos) {
    if (grant.revision() != subscription.revision()) {
      return Optional.empty();
    }
    Duration again = settings.repeatAfter();
    askAtNanos = askAtNanos == NEVER ? NEVER : nowNanos + again.toNanos();
    if (refused.filter(grant.refused()::equals).isPresent()) {
      return Optional.empty();
    }
    refused = Optional.of(grant.refused());
    List<Subscription.Wish> wishes = subscription.wishes();
    return Optional.of(
        grant.refused().stream()
            .filter(place -> place < wishes.size())
            .map(place -> wishes.get(place).filter())
            .toList());
  }

  /** Whether the cloud has answered in this life. */
  boolean isAnswered() {
    return refused.isPresent();
  }

  int refusedCount() {
    return refused.map(List::size).orElse(0);
  }
}
