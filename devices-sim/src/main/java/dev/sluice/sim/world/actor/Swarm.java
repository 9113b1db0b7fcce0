package dev.sluice.sim.world.actor;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.cloud.core.CloudCore;
import dev.sluice.edge.core.Route;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.EdgeLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What one seed draws of everything a world can have: a random half of the faults, limits that are
 * mostly small so that edges are hit often, a few devices, a policy. A world with all faults at
 * once hides more than it shows: the worst ones end whatever the others have begun.
 */
final class Swarm {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final SplittableRandom random;
  private final List<Route> routes = new ArrayList<>();

  Swarm(SplittableRandom random) {
    this.random = random;
  }

  Set<Fault> faults() {
    Set<Fault> drawn = EnumSet.noneOf(Fault.class);
    for (Fault fault : EnumSet.complementOf(EnumSet.copyOf(Fault.ofDisk()))) {
      if (random.nextInt(5) < 2) {
        drawn.add(fault);
      }
    }
    return drawn;
  }

  /** Mean time between faults that strike out of the blue. */
  long faultPeriodNanos() {
    return (200 + random.nextLong(2_000)) * MS;
  }

  /** How long devices publish and faults strike. */
  long activeNanos() {
    return (8 + random.nextLong(16)) * SECOND;
  }

  List<DeviceProfile> devices() {
    DeviceDraw draw = new DeviceDraw(random, routes);
    List<DeviceProfile> devices = new ArrayList<>();
    int publishers = 2 + random.nextInt(5);
    int subscribers = 1 + random.nextInt(4);
    for (int i = 0; i < publishers; i++) {
      devices.add(draw.publisher("p" + i));
    }
    for (int i = 0; i < subscribers; i++) {
      devices.add(i == 0 ? draw.listener("s" + i) : draw.subscriber("s" + i));
    }
    return devices;
  }

  private MonotonicClock clock() {
    return new MonotonicClock(random.nextLong(1_000_000 * SECOND), random.nextInt(-200, 201));
  }

  EdgePlan edge() {
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      routes.add(route(i));
    }
    boolean small = random.nextBoolean();
    return new EdgePlan(
        clock(),
        limits(),
        routes,
        new EdgeLink.Settings(
            Duration.ofMillis(500), Duration.ofMillis(1_200), Duration.ofMillis(300)),
        Policies.words().get(random.nextInt(Policies.words().size())),
        1 + random.nextInt(3),
        small ? 1 + random.nextInt(6) : 200,
        small ? 1 + random.nextInt(12) : 200,
        small ? 1 + random.nextInt(6) : 64,
        small ? 4 + random.nextInt(40) : 1_000,
        small ? 1 + random.nextInt(8) : 200,
        (1 + random.nextLong(40)) * MS,
        (1 + random.nextLong(8)) * MS,
        1 + random.nextInt(200),
        8 * SECOND);
  }

  private Route route(int index) {
    boolean deferred = random.nextInt(4) == 0;
    boolean localModel = random.nextInt(5) > 0;
    return new Route(
        index,
        1,
        "r" + index,
        TopicFilter.of(random.nextInt(4) == 0 ? "m/#" : "m/+/" + index),
        random.nextInt(index + 1),
        random.nextInt(12) == 0 ? "unknown" : "model",
        localModel,
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of("small"),
        deferred ? Optional.empty() : Optional.of(Duration.ofMillis(20 + random.nextLong(600))),
        random.nextInt(10),
        random.nextInt(5) == 0 ? Privacy.LOCAL_ONLY : Privacy.CLOUD_OK,
        Optional.empty(),
        "{topic}/r" + index);
  }

  private BrokerLimits limits() {
    BrokerLimits all = BrokerLimits.DEFAULT;
    int credit = oneOf(60, 300, 2_000, 200_000);
    return new BrokerLimits(
        all.connectionsMax(),
        all.sessionsMax(),
        all.sessionExpiryMax(),
        all.keepAliveMax(),
        all.clientIdBytesMax(),
        all.packetBytesMax(),
        all.topicLevelsMax(),
        oneOf(1, 2, 8, 1_000),
        oneOf(1, 2, 5, 20, 1_000),
        oneOf(1, 3, 20, 1_000, 10_000),
        oneOf(400, 3_000, 100_000, 8 << 20),
        all.backlogMessagesMax(),
        all.backlogBytesMax(),
        all.heldBytesMax(),
        credit,
        all.subscriptionsPerClientMax(),
        oneOf(1, 3, 10, 1_000),
        all.retainedBytesMax(),
        all.willDelayMax(),
        all.memoryBytesMax(),
        Duration.ofMillis(oneOf(0, 0, 20, 300, 5_000)));
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  Leg.Quality leg() {
    return new Leg.Quality(
        random.nextLong(60 * MS), random.nextLong(30 * MS), random.nextLong(20_000));
  }

  CloudProcess.Plan cloud() {
    CloudLink.Settings link =
        new CloudLink.Settings(Duration.ofSeconds(10), Duration.ofSeconds(60), 10_000, 10);
    return new CloudProcess.Plan(
        clock(),
        new CloudCore.Settings(link, Set.of("model"), 1 + random.nextInt(4), oneOf(1, 4, 1_000)),
        (1 + random.nextLong(30)) * MS);
  }
}
