package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TakenOffsetsTest {
  private static final TopicPartition HERE = new TopicPartition("t", 0);
  private static final TopicPartition THERE = new TopicPartition("t", 1);

  private final TakenOffsets offsets = new TakenOffsets();

  private void take(long... taken) {
    for (long offset : taken) {
      offsets.taken(HERE, offset);
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> at(long offset) {
    return Map.of(HERE, new OffsetAndMetadata(offset));
  }

  @Test
  void nothingBehindARecordThatIsNotDoneIsCommitted() {
    take(5, 6, 7);
    offsets.done(HERE, 6);
    assertThat(offsets.moved()).isEmpty();

    offsets.done(HERE, 5);
    assertThat(offsets.moved()).isEqualTo(at(7));
  }

  @Test
  void numbersMayHaveGaps() {
    take(5, 9);
    offsets.done(HERE, 5);
    offsets.done(HERE, 9);
    assertThat(offsets.moved()).isEqualTo(at(10));
  }

  @Test
  void whatIsCommittedIsNotSaidAgainUntilItGoesOn() {
    take(5, 6);
    offsets.done(HERE, 5);
    offsets.committed(offsets.moved());
    assertThat(offsets.moved()).isEmpty();

    offsets.done(HERE, 6);
    assertThat(offsets.moved()).isEqualTo(at(7));
  }

  @Test
  void aPartitionThatHasGoneIsNotCommitted() {
    take(5);
    offsets.taken(THERE, 1);
    offsets.drop(List.of(HERE));
    offsets.done(HERE, 5);
    offsets.done(THERE, 1);
    assertThat(offsets.moved()).containsOnlyKeys(THERE);
  }
}
