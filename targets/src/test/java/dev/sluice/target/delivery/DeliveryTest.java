package dev.sluice.target.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private static final Outcome CONFIRMED = new Outcome.Confirmed();
  private static final Outcome AWAY = new Outcome.Unavailable("away");
  private static final Outcome REJECTED = new Outcome.Rejected("busy");
  private static final Delivery.Settings SETTINGS = new Delivery.Settings(4, 3, 1_000, 8_000);

  private final List<Delivery.Output> outputs = new ArrayList<>();
  private final Delivery delivery =
      new Delivery(SETTINGS, 100, new SplittableRandom(1), outputs::add);

  private static TargetRecord record(String key, int number, int bytes, int priority) {
    return new TargetRecord(
        key + number, key, "s", "t", new byte[bytes], List.of(), priority, number);
  }

  private long give(String key, int number) {
    return delivery.onRecord(record(key, number, 0, 0), 0);
  }

  private List<String> puts() {
    return outputs.stream()
        .filter(Delivery.Output.Put.class::isInstance)
        .map(output -> ((Delivery.Output.Put) output).record().id())
        .toList();
  }

  @Test
  void putsTheNextOfAKeyOnlyWhenTheOneBeforeIsConfirmed() {
    long first = give("a", 1);
    give("a", 2);
    give("b", 1);
    assertThat(puts()).containsExactly("a1", "b1");

    delivery.onOutcome(first, CONFIRMED, 0);

    assertThat(outputs).contains(new Delivery.Output.Done(first));
    assertThat(puts()).containsExactly("a1", "b1", "a2");
  }

  @Test
  void keepsToItsWindowAndTakesUrgentRecordsFirst() {
    for (int i = 0; i < 5; i++) {
      give("k" + i, 0);
    }
    delivery.onRecord(record("urgent", 0, 0, 9), 0);
    assertThat(puts()).hasSize(4).doesNotContain("urgent0");

    delivery.onOutcome(1, CONFIRMED, 0);

    assertThat(puts()).last().isEqualTo("urgent0");
  }

  @Test
  void aRejectedRecordPausesAndItsKeyWithItButNoOther() {
    long first = give("a", 1);
    give("a", 2);
    delivery.onOutcome(first, REJECTED, 0);
    give("b", 1);
    assertThat(puts()).containsExactly("a1", "b1");

    delivery.onTick(1_000);

    assertThat(puts()).containsExactly("a1", "b1", "a1");
  }

  @Test
  void becomesADeadLetterAfterTheLastAttemptAndThenItsKeyGoesOn() {
    long first = give("a", 1);
    give("a", 2);
    for (int i = 0; i < 3; i++) {
      delivery.onTick(i * 10_000L);
      delivery.onOutcome(first, REJECTED, i * 10_000L);
    }
    assertThat(outputs).last().isInstanceOf(Delivery.Output.Bury.class);
    assertThat(puts()).doesNotContain("a2");

    delivery.onKept(first, 30_000);

    assertThat(puts()).last().isEqualTo("a2");
  }

  @Test
  void aDeadLetterThatCannotBeKeptIsTriedAgainAndNeverPut() {
    long first = give("a", 1);
    delivery.onOutcome(first, new Outcome.Refused("no"), 0);
    delivery.onNotKept(first, "disk full", 0);
    delivery.onTick(10_000);

    assertThat(puts()).containsExactly("a1");
    assertThat(outputs).filteredOn(Delivery.Output.Bury.class::isInstance).hasSize(2);
    assertThat(outputs).doesNotContain(new Delivery.Output.Done(first));
    assertThat(delivery.counts().grief()).isEqualTo("disk full");

    delivery.onKept(first, 10_000);

    assertThat(delivery.counts().grief()).isEmpty();
    assertThat(delivery.counts().lastGrave()).isEqualTo("no");
  }

  @Test
  void takesTheLargestRecordAndBuriesOneOfAByteMore() {
    int overhead = (int) record("a", 1, 0, 0).bytes();
    delivery.onRecord(record("a", 1, 100 - overhead, 0), 0);
    delivery.onRecord(record("b", 1, 101 - overhead, 0), 0);

    assertThat(puts()).containsExactly("a1");
    assertThat(outputs)
        .last()
        .isInstanceOfSatisfying(
            Delivery.Output.Bury.class,
            bury -> assertThat(bury.letter().reason()).isEqualTo("101 bytes, of 100 at most"));
  }

  @Test
  void anOutageCountsNoAttemptAndOneRecordTriesAtATime() {
    long a = give("a", 1);
    long b = give("b", 1);
    delivery.onOutcome(a, AWAY, 0);
    delivery.onOutcome(b, AWAY, 0);
    long now = 0;
    for (int i = 0; i < 20; i++) {
      now += 10_000;
      delivery.onTick(now);
      delivery.onOutcome(a, AWAY, now);
    }
    assertThat(puts()).hasSize(22);
    assertThat(outputs).noneMatch(Delivery.Output.Bury.class::isInstance);
    assertThat(delivery.counts().trouble()).isEqualTo("away");

    delivery.onTick(now + 10_000);
    delivery.onOutcome(a, CONFIRMED, now + 10_000);

    assertThat(puts()).last().isEqualTo("b1");
    assertThat(delivery.counts().trouble()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void underAnyOutcomesEveryRecordEndsOnceAndInTheOrderOfItsKey(long seed) {
    var chance = new SplittableRandom(seed);
    var world = new DeliveryWorld(SETTINGS, chance);
    for (int i = 0; i < 400; i++) {
      world.give("k" + chance.nextInt(7), i);
      world.step();
    }
    world.settle();

    Set<Long> ended = new HashSet<>(world.ended());
    assertThat(ended).as("seed %d", seed).hasSize(400);
    assertThat(world.ended()).as("seed %d", seed).hasSize(400);
    world.endedOfKeys().values().forEach(order -> assertThat(order).isSorted());
    assertThat(world.underWayMost()).isLessThanOrEqualTo(SETTINGS.windowMax());
  }
}
