package dev.sluice.broker.durable;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps one of each audience that many messages have in common; the latest of them. */
final class Audiences {
  private static final int KEPT_MAX = 4_096;

  private final Map<Audience, Audience> known = new LinkedHashMap<>(16, 0.75f, true);

  Audience shared(Audience audience) {
    if (!audience.isPlain()) {
      return audience;
    }
    Audience same = known.putIfAbsent(audience, audience);
    if (same != null) {
      return same;
    }
    if (known.size() > KEPT_MAX) {
      known.remove(known.keySet().iterator().next());
    }
    return audience;
  }
}
