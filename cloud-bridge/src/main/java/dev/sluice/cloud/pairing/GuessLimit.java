package dev.sluice.cloud.pairing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong tokens of one address in a minute, beyond which it is not heard. It remembers so many
 * addresses; the one that guessed longest ago is forgotten first.
 */
final class GuessLimit {
  static final int GUESSES_PER_MINUTE = 10;
  private static final int ADDRESSES_MAX = 1_000;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private record Guesses(long sinceNanos, int count) {}

  private final Map<String, Guesses> byAddress =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Guesses> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  synchronized boolean isHeard(String address, long nowNanos) {
    Guesses made = byAddress.get(address);
    return made == null || isOver(made, nowNanos) || made.count() < GUESSES_PER_MINUTE;
  }

  synchronized void wrong(String address, long nowNanos) {
    Guesses made = byAddress.remove(address);
    boolean first = made == null || isOver(made, nowNanos);
    byAddress.put(
        address,
        first ? new Guesses(nowNanos, 1) : new Guesses(made.sinceNanos(), made.count() + 1));
  }

  private static boolean isOver(Guesses made, long nowNanos) {
    return nowNanos - made.sinceNanos() >= MINUTE_NANOS;
  }
}
