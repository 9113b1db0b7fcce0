package dev.sluice.target.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeliveryLoopTest {
  private final List<DeadLetter> kept = new ArrayList<>();
  private final List<Exception> troubles = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private long now;
  private final DeliveryLoop delivery =
      new DeliveryLoop(
          new Refusing(),
          this::keep,
          new Delivery.Settings(4, 3, 1_000, 8_000),
          new DeliveryLoop.Threads(Runnable::run, Runnable::run),
          () -> now,
          new SplittableRandom(1));

  private void keep(DeadLetter letter) throws IOException {
    if (troubles.isEmpty()) {
      kept.add(letter);
    } else if (troubles.remove(0) instanceof IOException e) {
      throw e;
    } else {
      throw new IllegalStateException("a letter that cannot be written");
    }
  }

  private void put(String id) {
    var record = new TargetRecord(id, "k", "s", "t", new byte[0], List.of(), 0, 0);
    delivery.put(record, () -> done.add(id));
  }

  @Test
  void isDoneWhenTheDeadLetterIsSafeWhateverHappenedToItBefore() {
    troubles.add(new IOException("disk full"));
    troubles.add(new IllegalStateException());
    put("a");
    assertThat(done).isEmpty();
    assertThat(delivery.counts().grief()).contains("disk full");

    now += 10_000;
    delivery.onTick();
    assertThat(delivery.counts().grief()).contains("cannot be written");
    now += 10_000;
    delivery.onTick();

    assertThat(done).containsExactly("a");
    assertThat(kept).extracting(letter -> letter.record().id()).containsExactly("a");
    assertThat(delivery.counts().grief()).isEmpty();
  }

  @Test
  void aRecordThatADoneOneBringsInFollowsIt() {
    var record = new TargetRecord("a", "k", "s", "t", new byte[0], List.of(), 0, 0);
    delivery.put(
        record,
        () -> {
          done.add("a");
          put("b");
        });

    assertThat(done).containsExactly("a", "b");
  }

  /** Takes nothing, and says so at once. */
  private static final class Refusing implements Target {
    @Override
    public long recordBytesMax() {
      return 100;
    }

    @Override
    public void put(TargetRecord record, Consumer<Outcome> done) {
      done.accept(new Outcome.Refused("never"));
    }

    @Override
    public void close() {}
  }
}
