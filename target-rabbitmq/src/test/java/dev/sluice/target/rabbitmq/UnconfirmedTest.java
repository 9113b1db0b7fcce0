package dev.sluice.target.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.Outcome;
import dev.sluice.target.TargetRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnconfirmedTest {
  private final Unconfirmed unconfirmed = new Unconfirmed();
  private final Map<Long, Outcome> told = new LinkedHashMap<>();

  private boolean add(long number) {
    var record = new TargetRecord("id" + number, "k", "q", "t", new byte[0], List.of(), 0, 0);
    return unconfirmed.add(
        number,
        new Unconfirmed.Asked(record, outcome -> assertThat(told.put(number, outcome)).isNull()),
        number * 10);
  }

  @Test
  void oneConfirmationMayBeOfManyAndTellsNobodyTwice() {
    for (long number = 1; number <= 4; number++) {
      add(number);
    }
    unconfirmed.onAck(2, false);
    unconfirmed.onAck(3, true);
    unconfirmed.onAck(3, true);

    assertThat(told).containsOnlyKeys(2L, 1L, 3L);
    assertThat(told.values()).containsOnly(new Outcome.Confirmed());
    assertThat(unconfirmed.oldestNanos()).contains(40L);
  }

  @Test
  void whatWasReturnedIsRefusedWhenItsConfirmationComes() {
    add(1);
    add(2);
    unconfirmed.onReturn("id1", "312 NO_ROUTE");
    assertThat(told).isEmpty();

    unconfirmed.onAck(2, true);

    assertThat(told)
        .containsEntry(1L, new Outcome.Refused("312 NO_ROUTE"))
        .containsEntry(2L, new Outcome.Confirmed());
  }

  @Test
  void aNackIsARejection() {
    add(1);
    unconfirmed.onNack(1, false);

    assertThat(told.get(1L)).isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void whatIsLeftAtTheEndIsUnavailableAndSoIsWhatComesAfter() {
    add(1);
    unconfirmed.end("gone");
    unconfirmed.end("gone again");

    assertThat(add(2)).isFalse();
    assertThat(told.values())
        .containsExactly(new Outcome.Unavailable("gone"), new Outcome.Unavailable("gone"));
    assertThat(unconfirmed.isEnded()).isTrue();
  }
}
