package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaSharingTest {
  private static final TopicPartition HERE = new TopicPartition("t", 0);
  private static final TopicPartition THERE = new TopicPartition("t", 1);
  private static final int TAKEN_MAX = 2;

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Runnable> done = new ArrayList<>();
  private final KafkaSharing sharing =
      new KafkaSharing("t", TAKEN_MAX, (record, end) -> done.add(end));

  @BeforeEach
  void begin() {
    sharing.begin(consumer);
    consumer.updateBeginningOffsets(Map.of(HERE, 0L, THERE, 0L));
    consumer.rebalance(List.of(HERE));
  }

  private void turn(int records) {
    for (int i = 0; i < records; i++) {
      consumer.addRecord(new ConsumerRecord<>("t", 0, done.size() + i, "k", new byte[1]));
    }
    sharing.turn(consumer);
  }

  private long committed() {
    var place = consumer.committed(Set.of(HERE)).get(HERE);
    return place == null ? -1 : place.offset();
  }

  @Test
  void commitsWhatIsDoneAndNoMore() {
    turn(2);
    done.get(1).run();
    turn(0);
    assertThat(committed()).isEqualTo(-1);

    done.get(0).run();
    turn(0);
    assertThat(committed()).isEqualTo(2);
  }

  @Test
  void takesNothingMoreWhileItHasEnough() {
    turn(2);
    turn(1);
    assertThat(done).hasSize(2);
    assertThat(consumer.paused()).containsExactly(HERE);

    done.get(0).run();
    sharing.turn(consumer);
    assertThat(done).hasSize(3);
    sharing.turn(consumer);
    assertThat(consumer.paused()).as("it has enough again").containsExactly(HERE);
  }

  @Test
  void aPartitionThatGoesToAnotherIsCommittedBefore() {
    turn(1);
    done.get(0).run();
    consumer.rebalance(List.of(THERE));
    consumer.rebalance(List.of(HERE));
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void whatIsDoneIsCommittedWhenItIsClosed() {
    turn(1);
    done.get(0).run();
    sharing.end(consumer);
    assertThat(committed()).isEqualTo(1);
  }
}
