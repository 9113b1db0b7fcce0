package dev.sluice.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamTest {
  private final Stream stream = new Stream();

  private long arrive(long... sequences) {
    long accounted = 0;
    for (long sequence : sequences) {
      accounted += stream.arrived(sequence);
    }
    return accounted;
  }

  @Test
  void nothingIsWrongWhenAllCameInOrder() {
    assertThat(arrive(0, 1, 2)).isEqualTo(3);
    assertThat(stream.deliveries(3)).isEqualTo(new Deliveries(3, 3, 0, 0, 0, 0));
  }

  @Test
  void seesALostMessage() {
    assertThat(arrive(0, 2)).as("the lost one is accounted for too").isEqualTo(3);
    assertThat(stream.deliveries(3)).isEqualTo(new Deliveries(3, 2, 1, 0, 0, 0));
  }

  @Test
  void seesThatTheLastOnesNeverCame() {
    arrive(0, 1);
    assertThat(stream.deliveries(5).lost()).isEqualTo(3);
  }

  @Test
  void seesARepeatedMessage() {
    assertThat(arrive(0, 1, 1, 0)).isEqualTo(2);
    assertThat(stream.deliveries(2)).isEqualTo(new Deliveries(2, 4, 0, 2, 0, 0));
  }

  @Test
  void aLateMessageIsReorderedNotLost() {
    assertThat(arrive(0, 2, 1, 3)).isEqualTo(4);
    assertThat(stream.deliveries(4)).isEqualTo(new Deliveries(4, 4, 0, 0, 1, 0));
  }

  @Test
  void aLateMessageThatComesAgainIsRepeated() {
    arrive(0, 4, 2, 2);
    assertThat(stream.deliveries(5)).isEqualTo(new Deliveries(5, 4, 2, 1, 1, 0));
  }

  @Test
  void whatWasNeverSentIsForeign() {
    arrive(0, 1, 2);
    assertThat(stream.deliveries(2).foreign()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASetThatRemembersEverything(long seed) {
    Random random = new Random(seed);
    int sent = 300;
    List<Long> arrivals = new ArrayList<>();
    for (long i = 0; i < sent; i++) {
      if (random.nextInt(10) > 0) {
        arrivals.add(i);
      }
      if (random.nextInt(10) == 0) {
        arrivals.add((long) random.nextInt(sent));
      }
    }
    Collections.shuffle(arrivals.subList(50, 150), random);
    Set<Long> seen = new HashSet<>();
    long duplicates = 0;
    long reordered = 0;
    long highest = -1;
    for (long sequence : arrivals) {
      stream.arrived(sequence);
      if (!seen.add(sequence)) {
        duplicates++;
      } else if (sequence < highest) {
        reordered++;
      }
      highest = Math.max(highest, sequence);
    }
    assertThat(stream.deliveries(sent))
        .as("seed %d", seed)
        .isEqualTo(
            new Deliveries(sent, arrivals.size(), sent - seen.size(), duplicates, reordered, 0));
  }
}
