package dev.sluice.uplink.chat;

import java.util.Optional;
import java.util.Set;

/** What the edge knows of the cloud's chat models, and when it asks for them. */
final class Offers {
  static final int HELLOS = 3;
  static final long HELLO_NANOS = 1_000_000_000L;

  /** After which a cloud that has not answered is asked again: it may be another one by then. */
  static final long HELLO_AGAIN_NANOS = 30_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;

  private boolean wanted;
  private boolean up;
  private int unanswered;
  private long helloNanos = NEVER;
  private Optional<Set<String>> models = Optional.empty();

  /** Whether anybody here has a use for them. */
  void want(boolean any, long nowNanos) {
    boolean first = any && !wanted;
    wanted = any;
    if (first && models.isEmpty()) {
      restart(nowNanos);
    }
  }

  void onUp(long nowNanos) {
    up = true;
    restart(nowNanos);
  }

  void onDown() {
    up = false;
    helloNanos = NEVER;
    unanswered = 0;
    models = Optional.empty();
  }

  private void restart(long nowNanos) {
    unanswered = 0;
    models = Optional.empty();
    helloNanos = up && wanted ? nowNanos : NEVER;
  }

  void onOffer(Set<String> offered) {
    if (up) {
      models = Optional.of(offered);
      unanswered = 0;
      helloNanos = NEVER;
    }
  }

  /** True when it is time to say hello; that counts as said. */
  boolean takeHello(long nowNanos) {
    if (nowNanos < helloNanos) {
      return false;
    }
    unanswered++;
    helloNanos = nowNanos + (unanswered <= HELLOS ? HELLO_NANOS : HELLO_AGAIN_NANOS);
    return true;
  }

  /** It answers other things, and does not know what a text request is. */
  boolean isSilent() {
    return unanswered > HELLOS;
  }

  /** Empty while the cloud is away or has not said. */
  Optional<Set<String>> models() {
    return models;
  }

  long nextNanos() {
    return helloNanos;
  }
}
