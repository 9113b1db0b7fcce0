package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaFollowingTest {
  private static final TopicPartition HERE = new TopicPartition("t", 0);

  private final List<String> read = new ArrayList<>();
  private final KafkaFollowing following =
      new KafkaFollowing("t", record -> read.add(record.key()));

  private MockConsumer<String, byte[]> begun(long end) {
    var consumer = new MockConsumer<String, byte[]>("latest");
    var nodes = new Node[0];
    consumer.updatePartitions("t", List.of(new PartitionInfo("t", 0, Node.noNode(), nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(HERE, 0L));
    consumer.updateEndOffsets(Map.of(HERE, end));
    following.begin(consumer);
    return consumer;
  }

  private static void add(MockConsumer<String, byte[]> consumer, long offset) {
    consumer.addRecord(new ConsumerRecord<>("t", 0, offset, "at " + offset, new byte[1]));
  }

  @Test
  void readsWhatComesFromNowOn() {
    MockConsumer<String, byte[]> consumer = begun(5);
    assertThat(consumer.position(HERE)).isEqualTo(5);
    add(consumer, 5);
    following.turn(consumer);

    assertThat(read).containsExactly("at 5");
  }

  @Test
  void goesOnWhereAConsumerThatFailedWas() {
    MockConsumer<String, byte[]> failed = begun(5);
    add(failed, 5);
    following.turn(failed);

    MockConsumer<String, byte[]> next = begun(9);
    assertThat(next.position(HERE)).isEqualTo(6);
  }

  @Test
  void goesOnWhereItBeganWhenNothingCame() {
    begun(5);

    assertThat(begun(9).position(HERE)).isEqualTo(5);
  }

  @Test
  void saysThatThereIsNoTopic() {
    assertThatExceptionOfType(UnknownTopicOrPartitionException.class)
        .isThrownBy(() -> following.begin(new MockConsumer<>("latest")))
        .withMessage("Kafka has no topic t");
  }
}
