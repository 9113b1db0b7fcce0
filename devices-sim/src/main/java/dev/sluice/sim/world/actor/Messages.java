package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.sim.world.check.Content;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Makes the messages of a world, each with a number of its own. */
final class Messages {
  private static final int[] DEADLINES_MS = {1, 15, 40, 120, 400, 2_000};

  private long numbered;

  Message next(DeviceProfile profile, SplittableRandom random) {
    TopicName topic = profile.topics().get(random.nextInt(profile.topics().size()));
    Qos qos = profile.qos().get(random.nextInt(profile.qos().size()));
    boolean asks = topic.value().startsWith("infer/");
    boolean retain = !asks && random.nextDouble() < profile.retainShare();
    boolean clears = retain && random.nextInt(4) == 0;
    return new Message(
        topic,
        clears ? Payload.EMPTY : payload(profile, random),
        qos,
        retain,
        profile.speaksMqtt5() ? properties(profile, asks, random) : PublishProperties.NONE);
  }

  Message will(DeviceProfile profile, SplittableRandom random) {
    TopicName topic = TopicName.of("wills/" + profile.name());
    Qos qos = Qos.of(random.nextInt(3));
    boolean retain = random.nextInt(3) == 0;
    return new Message(topic, payload(profile, random), qos, retain, PublishProperties.NONE);
  }

  private Payload payload(DeviceProfile profile, SplittableRandom random) {
    return Content.numbered(++numbered, random.nextInt(profile.payloadBytesMax() + 1));
  }

  private PublishProperties properties(
      DeviceProfile profile, boolean asks, SplittableRandom random) {
    OptionalLong expiry =
        random.nextDouble() < profile.expiryShare()
            ? OptionalLong.of(random.nextInt(4))
            : OptionalLong.empty();
    Optional<TopicName> responseTopic =
        asks && random.nextBoolean()
            ? Optional.of(TopicName.of("answers/" + profile.name()))
            : Optional.empty();
    List<UserProperty> user = new ArrayList<>(2);
    if (random.nextInt(4) == 0) {
      int deadline = DEADLINES_MS[random.nextInt(DEADLINES_MS.length)];
      user.add(new UserProperty("x-deadline-ms", Integer.toString(deadline)));
    }
    if (random.nextInt(6) == 0) {
      user.add(new UserProperty("x-no-offload", "true"));
    }
    return new PublishProperties(
        OptionalInt.empty(), expiry, Optional.empty(), responseTopic, Optional.empty(), user);
  }
}
