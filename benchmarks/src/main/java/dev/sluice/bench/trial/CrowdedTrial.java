package dev.sluice.bench.trial;

import dev.sluice.bench.load.Crowd;
import dev.sluice.bench.load.LoadException;
import dev.sluice.bench.peer.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a message costs while others have subscribed to topics near its own: half of their filters
 * share its first levels, the other half a wildcard that its topic passes through, none matches.
 */
record CrowdedTrial(TrafficTrial traffic, int subscriptions) implements Trial {
  private static final int PER_CLIENT = 500;
  private static final int AT_ONCE = 20;
  private static final Duration SETTLING = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Outcome run(BrokerProcess broker, Timing timing) throws LoadException {
    try (Crowd crowd = Crowd.connect(broker.address(), filters(), AT_ONCE, LIMIT)) {
      crowd.keepStill(SETTLING);
      return traffic.run(broker, timing);
    }
  }

  private List<List<String>> filters() {
    List<List<String>> all = new ArrayList<>();
    List<String> one = new ArrayList<>();
    for (int i = 0; i < subscriptions; i++) {
      one.add(filter(i));
      if (one.size() == PER_CLIENT || i == subscriptions - 1) {
        all.add(List.copyOf(one));
        one.clear();
      }
    }
    return all;
  }

  private static String filter(int i) {
    return i % 2 == 0 ? "bench/site/hall/line" + i + "/state" : "bench/site/+/line" + i + "/state";
  }
}
