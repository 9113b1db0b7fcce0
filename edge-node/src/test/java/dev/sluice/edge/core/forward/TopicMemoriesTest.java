package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Payload;
import dev.sluice.topic.TopicName;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicMemoriesTest {
  private static void forward(TopicMemories memories, String topic, int bytes) {
    memories.forwarded(
        TopicName.of(topic), OptionalDouble.empty(), Payload.of(new byte[bytes]), false, 0);
  }

  private static boolean remembers(TopicMemories memories, String topic) {
    return memories.of(TopicName.of(topic)).sinceForwardedNanos(1) != Long.MAX_VALUE;
  }

  @Test
  void forgetsTheTopicThatWasHeardLongestAgo() {
    TopicMemories memories = new TopicMemories(2, 1 << 20);
    forward(memories, "a", 1);
    forward(memories, "b", 1);
    assertThat(remembers(memories, "a")).as("hearing a again").isTrue();
    forward(memories, "c", 1);

    assertThat(memories.topics()).isEqualTo(2);
    assertThat(memories.forgotten()).isEqualTo(1);
    assertThat(remembers(memories, "a")).isTrue();
    assertThat(remembers(memories, "c")).isTrue();
    assertThat(remembers(memories, "b")).isFalse();
  }

  @Test
  void forgetsWhenPayloadsTakeTooMuch() {
    TopicMemories memories = new TopicMemories(100, 2_000);
    forward(memories, "a", 600);
    forward(memories, "b", 600);
    assertThat(memories.topics()).isEqualTo(2);
    forward(memories, "b", 1_200);

    assertThat(memories.topics()).isEqualTo(1);
    assertThat(remembers(memories, "b")).isTrue();
  }

  @Test
  void aPayloadBeyondTheBoundIsNotRememberedAtAll() {
    TopicMemories memories = new TopicMemories(100, 2_000);
    forward(memories, "a", 5_000);

    assertThat(memories.topics()).isZero();
    assertThat(memories.bytes()).isZero();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void staysWithinItsBoundsAndCountsEveryByteBack(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TopicMemories memories = new TopicMemories(20, 6_000);
    for (int step = 0; step < 5_000; step++) {
      String topic = "t" + random.nextInt(40);
      switch (random.nextInt(4)) {
        case 0 -> memories.forget(TopicName.of(topic));
        case 1 -> memories.of(TopicName.of(topic));
        default -> forward(memories, topic, random.nextInt(900));
      }
      assertThat(memories.topics()).as("seed %d step %d", seed, step).isLessThanOrEqualTo(20);
      assertThat(memories.bytes()).as("seed %d step %d", seed, step).isBetween(0L, 6_000L);
    }
    assertThat(memories.forgotten()).isPositive();
    for (int i = 0; i < 40; i++) {
      memories.forget(TopicName.of("t" + i));
    }
    assertThat(memories.bytes()).as("seed %d", seed).isZero();
  }
}
