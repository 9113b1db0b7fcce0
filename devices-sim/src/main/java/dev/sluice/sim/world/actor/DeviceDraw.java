package dev.sluice.sim.world.actor;

import dev.sluice.edge.core.Route;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Qos;
import dev.sluice.sim.world.actor.DeviceProfile.Wish;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Draws clients of many kinds. */
final class DeviceDraw {
  private static final long MS = 1_000_000;
  private static final int SHARED_TOPICS = 4;
  private static final Duration KEPT_BY_311 = Duration.ofDays(7);

  private final SplittableRandom random;
  private final List<Route> routes;

  DeviceDraw(SplittableRandom random, List<Route> routes) {
    this.random = random;
    this.routes = routes;
  }

  /** Publishes, and listens a little. */
  DeviceProfile publisher(String name) {
    List<TopicName> topics = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      topics.add(topic(name));
    }
    List<Wish> wishes = new ArrayList<>();
    for (Route route : routes) {
      if (random.nextInt(3) == 0) {
        topics.add(TopicName.of("infer/" + route.name() + "/request"));
        wishes.add(new Wish("infer/" + route.name() + "/response/" + name, qos(), false));
      }
    }
    wishes.add(new Wish("answers/" + name, Qos.AT_LEAST_ONCE, false));
    if (random.nextInt(3) == 0) {
      wishes.add(new Wish("t/#", qos(), random.nextBoolean()));
    }
    return draw(name, wishes, topics);
  }

  private TopicName topic(String name) {
    return switch (random.nextInt(4)) {
      case 0 -> TopicName.of("t/" + random.nextInt(SHARED_TOPICS));
      case 1 -> TopicName.of("t/" + name + "/" + random.nextInt(2));
      default -> TopicName.of("m/" + name + "/" + random.nextInt(4));
    };
  }

  /** Listens to everything, so that no world is without an audience. */
  DeviceProfile listener(String name) {
    return draw(name, List.of(new Wish("#", qos(), false)), List.of());
  }

  /** Asks for all that is retained, and takes it. */
  static DeviceProfile auditor(String name) {
    return new DeviceProfile(
        name,
        ProtocolVersion.MQTT_5,
        true,
        Duration.ZERO,
        0,
        65_535,
        Integer.MAX_VALUE,
        false,
        Duration.ZERO,
        List.of(new Wish("#", Qos.AT_LEAST_ONCE, false)),
        List.of(),
        List.of(Qos.AT_LEAST_ONCE),
        1,
        0,
        0,
        0,
        MS,
        new DeviceLink.Quality(MS, MS, 10));
  }

  /** Listens only, to much. */
  DeviceProfile subscriber(String name) {
    List<Wish> wishes = new ArrayList<>();
    for (String filter : List.of("#", "t/#", "t/+", "m/#", "m/+/+/r0", "t/+/1", "wills/+", "t/1")) {
      if (random.nextInt(3) == 0) {
        wishes.add(new Wish(filter, qos(), false));
      }
    }
    wishes.add(new Wish("t/" + random.nextInt(SHARED_TOPICS), Qos.EXACTLY_ONCE, false));
    wishes.add(new Wish("m/+/" + random.nextInt(SHARED_TOPICS), Qos.AT_LEAST_ONCE, false));
    return draw(name, wishes, List.of());
  }

  private DeviceProfile draw(String name, List<Wish> wishes, List<TopicName> topics) {
    boolean mqtt5 = random.nextBoolean();
    boolean kept = random.nextInt(3) > 0;
    Duration expiry = mqtt5 ? Duration.ofSeconds(1 + random.nextInt(40)) : KEPT_BY_311;
    return new DeviceProfile(
        name,
        mqtt5 ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1,
        !kept,
        kept ? expiry : Duration.ZERO,
        random.nextInt(4) == 0 ? 0 : 3 + random.nextInt(8),
        mqtt5 ? oneOf(1, 2, 10, 65_535) : 65_535,
        mqtt5 && random.nextInt(4) == 0 ? 60 + random.nextInt(300) : Integer.MAX_VALUE,
        random.nextBoolean(),
        mqtt5 ? Duration.ofSeconds(random.nextInt(6)) : Duration.ZERO,
        wishes,
        topics,
        List.of(qos(), qos(), qos()),
        1 + random.nextInt(12),
        oneOf(0, 40, 200, 900),
        oneOf(0, 10, 30) / 100.0,
        oneOf(0, 0, 30) / 100.0,
        (2 + random.nextLong(60)) * MS,
        new DeviceLink.Quality(
            random.nextLong(20 * MS), random.nextLong(10 * MS), oneOf(10, 1_000, 100_000)));
  }

  private Qos qos() {
    return Qos.of(random.nextInt(3));
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }
}
