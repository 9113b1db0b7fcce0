package dev.sluice.cloud;

import dev.sluice.cloud.admin.BackendStats;
import dev.sluice.inference.guard.BreakerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log when a breaker has changed; owned by the loop. */
final class BreakerNews {
  private static final Logger LOG = LoggerFactory.getLogger(BreakerNews.class);

  private final Map<String, BreakerState> told = new HashMap<>();

  void look(List<BackendStats> all) {
    for (BackendStats one : all) {
      BreakerState now = one.guard().breaker();
      BreakerState before = told.put(one.server() + " " + one.model(), now);
      if (now != before && (before != null || now != BreakerState.CLOSED)) {
        LOG.warn(
            "event=model-server-breaker server={} model={} state={}",
            one.server(),
            one.model(),
            now);
      }
    }
  }
}
