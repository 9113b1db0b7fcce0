package dev.sluice.cloud;

import dev.sluice.cloud.admin.CloudMetrics;
import dev.sluice.cloud.broker.CommandIntake;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.down.Allowance;
import dev.sluice.cloud.down.DownShelf;
import dev.sluice.cloud.down.DownStore;
import dev.sluice.cloud.down.NodeLane;
import dev.sluice.cloud.down.Ticket;
import dev.sluice.uplink.ForwardedMessage;
import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The way down, put together: what the broker is given, what keeps it, what sends it. */
final class Downlink implements CommandIntake {
  /** No node can have that name, so that it is none among the lanes of nodes. */
  private static final String FOLDER = "~down";

  private static final int SEGMENT_BYTES_MAX = 1 << 20;
  private static final int SEGMENTS_MIN = 8;

  private final DownStore store;
  private final DownLoop loop;

  private Downlink(DownStore store) {
    this.store = store;
    this.loop = new DownLoop(store);
    store.start(loop);
  }

  /**
   * @param storeFolder that is locked already
   */
  static Downlink open(CloudConfig config, Path storeFolder, Context context)
      throws StartException {
    CloudConfig.Down down = config.down();
    long laneBytes = down.laneSize().bytes();
    int segmentBytes = (int) Math.max(1, Math.min(SEGMENT_BYTES_MAX, laneBytes / SEGMENTS_MIN));
    Path folder = storeFolder.resolve(FOLDER);
    try {
      return new Downlink(
          DownStore.open(
              folder,
              new DownShelf.Settings(laneBytes, segmentBytes, down.maxAge(), config.link().edges()),
              allowance(down.allow()),
              task -> context.runOnContext(none -> task.run())));
    } catch (IOException e) {
      throw new StartException(
          "%s: cannot be used: %s; repair it, or set another store.dir"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static Allowance allowance(List<String> patterns) throws StartException {
    try {
      return new Allowance(patterns);
    } catch (IllegalArgumentException e) {
      throw new StartException("down.allow: " + e.getMessage(), e);
    }
  }

  void meter(CloudMetrics metrics) {
    metrics.gauge("down.nodes", "Edge nodes that asked for messages", () -> stats().nodes());
    metrics.gauge("down.waiting", "Messages that no node has yet", () -> stats().waiting());
    metrics.gauge("down.disk.bytes", "Files of what waits for nodes", () -> stats().bytes());
    metrics.count("down.displaced", "Messages that made room for newer", () -> stats().dropped());
    metrics.count("down.expired", "Messages for nodes given up as old", () -> stats().expired());
  }

  private DownShelf.Stats stats() {
    return store.stats();
  }

  DownLoop loop() {
    return loop;
  }

  @Override
  public boolean isWanted(String topic) {
    return store.isWanted(topic);
  }

  @Override
  public void keep(ForwardedMessage message, Optional<OnceOnly> once, Consumer<Boolean> done) {
    store.keep(message, once.map(Downlink::once), done);
  }

  private static NodeLane.Once once(OnceOnly publication) {
    Ticket ticket = Ticket.of(publication.client(), publication.packetId());
    return new NodeLane.Once(ticket, publication.repeated());
  }

  @Override
  public void released(String client, int packetId) {
    store.release(Ticket.of(client, packetId));
  }

  @Override
  public void begun(String client) {
    store.forget(Ticket.hash(client));
  }

  void close() throws IOException {
    store.close();
  }
}
