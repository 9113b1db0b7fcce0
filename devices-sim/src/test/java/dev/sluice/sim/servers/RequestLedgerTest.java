package dev.sluice.sim.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The checker of the trouble test sees what it is there for. */
class RequestLedgerTest {
  private final RequestLedger ledger = new RequestLedger(100_000_000);

  private static String answer(String id) {
    return "{\"id\":\"" + id + "\",\"placement\":\"cloud\"}";
  }

  @Test
  void anAnswerInTimeIsNoFault() {
    ledger.asked("a", 0);
    ledger.answered(answer("a"), 100_000_000);
    assertThat(ledger.faults()).isEmpty();
    assertThat(ledger.complete()).isTrue();
    assertThat(ledger.placed("cloud")).isEqualTo(1);
  }

  @Test
  void seesAnAnswerThatIsLostLateOrDoubled() {
    ledger.asked("lost", 0);
    ledger.asked("late", 0);
    ledger.asked("doubled", 0);
    ledger.answered(answer("late"), 101_000_000);
    ledger.answered(answer("doubled"), 1);
    ledger.answered(answer("doubled"), 2);
    assertThat(ledger.complete()).isFalse();
    assertThat(ledger.faults())
        .containsExactlyInAnyOrder(
            "lost was answered 0 times",
            "late was answered after 101 ms",
            "doubled was answered 2 times");
  }
}
