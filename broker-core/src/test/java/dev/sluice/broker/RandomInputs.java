package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Subscribe.RetainHandling;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Any packet with any fields that a decoder could let through, drawn from a seed. */
final class RandomInputs {
  /** One way to wait for each of the topics that are named most. */
  static final List<TopicTreatment> TREATMENTS =
      List.of(
          new TopicTreatment(TopicFilter.of("a"), 4, WhenFull.LATEST_ONLY),
          new TopicTreatment(TopicFilter.of("a/b"), 7, WhenFull.OLDEST),
          new TopicTreatment(TopicFilter.of("b"), 1, WhenFull.REJECT));

  private static final String[] TOPICS = {"a", "a/b", "b", "/", "$SYS/a", "a/b/c/d/e/f"};
  private static final String[] FILTERS = {
    "a",
    "a/+",
    "#",
    "+",
    "+/b",
    "b",
    "a/#",
    "$SYS/#",
    "$share/g/a",
    "$share/g/#",
    "$share/h/a/+",
    "$share//a",
    "a#",
    "",
    "a/b/c/d/e/f"
  };
  private static final String[] CLIENTS = {"", "c1", "c2", "c3", "c4", "far-too-long".repeat(30)};
  private static final int[] SIZES = {0, 1, 20, 60, 150, 500};
  private static final int[] RECEIVE_MAXIMA = {0, 1, 2, 5, 65_535};
  private static final int[] PACKET_SIZES = {0, 40, 100, Integer.MAX_VALUE, Integer.MAX_VALUE};
  private static final List<ReasonCode> REASONS = List.of(ReasonCode.values());
  private static final List<RetainHandling> HANDLINGS = List.of(RetainHandling.values());

  private final SplittableRandom random;

  RandomInputs(SplittableRandom random) {
    this.random = random;
  }

  private int one(int... of) {
    return of[random.nextInt(of.length)];
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private Qos qos() {
    return Qos.of(random.nextInt(3));
  }

  Connect connect() {
    return new Connect(
        random.nextBoolean() ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1,
        CLIENTS[oneIn(10) ? random.nextInt(CLIENTS.length) : 1 + random.nextInt(4)],
        oneIn(3),
        one(0, 0, 5, 60, 65_535),
        oneIn(3) ? Duration.ZERO : oneIn(2) ? Connect.NEVER : Duration.ofSeconds(30),
        RECEIVE_MAXIMA[oneIn(20) ? 0 : 1 + random.nextInt(4)],
        PACKET_SIZES[oneIn(20) ? 0 : 1 + random.nextInt(4)],
        oneIn(2) ? Optional.empty() : Optional.of(will()));
  }

  private Will will() {
    return new Will(message(), Duration.ofSeconds(one(0, 0, 3, 1_000_000)));
  }

  Message message() {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.empty(),
            oneIn(4) ? OptionalLong.of(one(0, 1, 5)) : OptionalLong.empty(),
            Optional.empty(),
            oneIn(8) ? Optional.of(topic()) : Optional.empty(),
            Optional.empty(),
            oneIn(4) ? List.of(new UserProperty("x-priority", "" + one(0, 4, 9))) : List.of());
    Payload payload = Payload.of(new byte[one(SIZES)]);
    return new Message(topic(), payload, qos(), oneIn(4), properties);
  }

  private TopicName topic() {
    return TopicName.of(TOPICS[random.nextInt(oneIn(8) ? TOPICS.length : 3)]);
  }

  Publish publish() {
    Message message = message();
    boolean hasId = message.qos() != Qos.AT_MOST_ONCE || oneIn(20);
    return new Publish(message, hasId && !oneIn(50) ? 1 + random.nextInt(6) : 0, oneIn(3));
  }

  Subscribe subscribe() {
    Subscribe.Item item =
        new Subscribe.Item(filter(), qos(), oneIn(4), oneIn(2), HANDLINGS.get(random.nextInt(3)));
    List<Subscribe.Item> items =
        oneIn(30) ? List.of() : oneIn(4) ? List.of(item, item) : List.of(item);
    OptionalInt identifier = oneIn(3) ? OptionalInt.of(oneIn(20) ? 0 : 7) : OptionalInt.empty();
    return new Subscribe(oneIn(50) ? 0 : 9, items, identifier);
  }

  Unsubscribe unsubscribe() {
    return new Unsubscribe(oneIn(50) ? 0 : 9, oneIn(30) ? List.of() : List.of(filter(), filter()));
  }

  private String filter() {
    return FILTERS[random.nextInt(FILTERS.length)];
  }

  /** Often one that may be in flight. */
  int packetId() {
    return oneIn(30) ? one(0, -1, 65_535, 65_536) : 1 + random.nextInt(12);
  }

  ReasonCode acknowledgement() {
    return oneIn(8) ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS;
  }

  ReasonCode anyReason() {
    return REASONS.get(random.nextInt(REASONS.size()));
  }

  ClientId client() {
    return new ClientId(CLIENTS[1 + random.nextInt(4)]);
  }

  Duration pause() {
    return Duration.ofMillis(one(0, 1, 100, oneIn(3) ? 2_000 : 10, oneIn(20) ? 700_000_000 : 10));
  }
}
