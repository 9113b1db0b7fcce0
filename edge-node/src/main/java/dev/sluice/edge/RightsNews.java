package dev.sluice.edge;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.RightsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the broker that rights have changed, and the log what that took from whom. */
final class RightsNews implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RightsNews.class);
  private static final int NAMED_MAX = 20;

  private final EdgeLoop loop;
  private final BrokerCore core;

  RightsNews(EdgeLoop loop, BrokerCore core) {
    this.loop = loop;
    this.core = core;
  }

  @Override
  public void run() {
    loop.submit(now -> say(core.onRightsChanged(now)));
  }

  private static void say(RightsChange change) {
    LOG.info(
        "access=applied closed={} subscriptions-removed={} wills-dropped={}",
        change.closed().size(),
        change.removed().size(),
        change.willsDropped());
    change.closed().stream()
        .limit(NAMED_MAX)
        .forEach(client -> LOG.info("access=closed client={}", client));
    change.removed().stream()
        .limit(NAMED_MAX)
        .forEach(
            gone -> LOG.info("access=removed client={} filter={}", gone.client(), gone.filter()));
  }
}
