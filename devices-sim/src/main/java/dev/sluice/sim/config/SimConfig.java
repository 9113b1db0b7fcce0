package dev.sluice.sim.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A fleet of simulated devices and the broker that they talk to.
 *
 * @param seed of all frames and of the jitter of reconnects
 * @param connectTimeout until every device must have connected at the start
 * @param connectRate connections begun per second
 * @param ramp in which the devices of each group begin to publish, one after another
 * @param warmUp after which messages are measured, and not only checked
 * @param drain how long to wait at the end for what is acknowledged and not concluded
 * @param linger how long to listen for duplicates after that
 */
public record SimConfig(
    Broker broker,
    long seed,
    Duration connectTimeout,
    int connectRate,
    Duration ramp,
    Duration warmUp,
    Duration drain,
    Duration linger,
    List<GroupConfig> groups) {

  /** Where the broker listens. */
  public record Broker(String host, int port) {}

  public SimConfig {
    groups = List.copyOf(groups);
  }

  public int devices() {
    return groups.stream().mapToInt(GroupConfig::count).sum();
  }

  /** The same fleet with every sensor reading one recorded series instead of its own signal. */
  public SimConfig replaying(String file, Optional<String> labels) {
    return mapGroups(
        group ->
            group.payload().isImage() ? group : group.with(group.signal().replaying(file, labels)));
  }

  /** The same fleet with every recorded series replayed at this multiple of its own pace. */
  public SimConfig atSpeed(double speed) {
    return mapGroups(group -> group.with(group.signal().atSpeed(speed)));
  }

  private SimConfig mapGroups(UnaryOperator<GroupConfig> change) {
    return new SimConfig(
        broker,
        seed,
        connectTimeout,
        connectRate,
        ramp,
        warmUp,
        drain,
        linger,
        groups.stream().map(change).toList());
  }
}
