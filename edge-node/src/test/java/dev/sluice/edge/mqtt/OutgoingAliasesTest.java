package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.mqtt.OutgoingAliases.Use;
import dev.sluice.topic.TopicName;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingAliasesTest {
  private static final TopicName A = TopicName.of("plant/a");
  private static final TopicName B = TopicName.of("plant/b");
  private static final TopicName C = TopicName.of("plant/c");

  private final OutgoingAliases aliases = new OutgoingAliases(2);

  @Test
  void setsAnAliasWithTheFirstPacketOfATopicAndUsesItAfterwards() {
    assertThat(aliases.of(A)).isEqualTo(new Use(1, true));
    assertThat(aliases.of(B)).isEqualTo(new Use(2, true));
    assertThat(aliases.of(A)).isEqualTo(new Use(1, false));
    assertThat(aliases.of(B)).isEqualTo(new Use(2, false));
  }

  @Test
  @Tag("MQTT-3.1.2-27")
  void setsNoneForAClientThatTakesNone() {
    assertThat(new OutgoingAliases(0).of(A)).isEqualTo(Use.NONE);
  }

  @Test
  void setsNoneThatWouldCostMoreThanItSaves() {
    assertThat(aliases.of(TopicName.of("abcd"))).isEqualTo(Use.NONE);
  }

  @Test
  void givesTheLeastRecentlyUsedOneToATopicThatComesTwiceInARow() {
    aliases.of(A);
    aliases.of(B);
    aliases.of(A);

    assertThat(aliases.of(C)).isEqualTo(Use.NONE);
    assertThat(aliases.of(C)).isEqualTo(new Use(2, true));
    assertThat(aliases.of(A)).isEqualTo(new Use(1, false));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @Tag("MQTT-3.1.2-26")
  void whatAClientReadsIsWhatWasMeantAndNoAliasIsBeyondItsMaximum(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int maximum = 1 + random.nextInt(5);
    OutgoingAliases sender = new OutgoingAliases(maximum);
    Map<Integer, TopicName> client = new HashMap<>();
    int saved = 0;
    for (int i = 0; i < 5_000; i++) {
      TopicName topic = TopicName.of("plant/" + (random.nextInt(8) * random.nextInt(2)));
      Use use = sender.of(topic);
      assertThat(use.alias()).as("seed %d step %d", seed, i).isBetween(0, maximum);
      if (use.withTopic()) {
        client.put(use.alias(), topic);
      } else {
        saved++;
        assertThat(client.get(use.alias())).as("seed %d step %d", seed, i).isEqualTo(topic);
      }
    }
    assertThat(saved).isPositive();
  }
}
