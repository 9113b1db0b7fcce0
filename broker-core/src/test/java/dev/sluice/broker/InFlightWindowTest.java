package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window behaves as the linked map that it replaces. */
class InFlightWindowTest {
  private static InFlight delivery(int packetId, int payload) {
    Message message =
        Message.of(TopicName.of("t"), Payload.of(new byte[payload]), Qos.AT_LEAST_ONCE);
    AcceptedMessage accepted = AcceptedMessage.of(message, Optional.empty(), QueueClass.PLAIN, 0);
    return new InFlight(packetId, new Outgoing(accepted, Qos.AT_LEAST_ONCE, false, List.of()));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void findsAndListsLikeALinkedMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    InFlightWindow window = new InFlightWindow(new MemoryBudget(1 << 20));
    Map<Integer, InFlight> model = new LinkedHashMap<>();
    for (int step = 0; step < 5_000; step++) {
      int packetId = 1 + random.nextInt(200);
      InFlight known = model.get(packetId);
      assertThat(window.find(packetId)).isEqualTo(Optional.ofNullable(known));
      if (known == null) {
        InFlight delivery = delivery(packetId, random.nextInt(50));
        window.add(delivery);
        model.put(packetId, delivery);
      } else {
        window.remove(known);
        window.remove(known);
        model.remove(packetId);
      }
      assertThat(window.size()).isEqualTo(model.size());
    }
    assertThat(window.inOrder()).containsExactlyElementsOf(model.values());
    assertThat(window.bytes())
        .isEqualTo(model.values().stream().mapToLong(d -> d.outgoing().bytes()).sum());
  }
}
