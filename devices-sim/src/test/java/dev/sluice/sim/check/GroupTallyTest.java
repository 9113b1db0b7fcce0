package dev.sluice.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import dev.sluice.sim.check.GroupTally.Count;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupTallyTest {
  private final GroupTally tally =
      new GroupTally(new GroupRules("g", Expectation.ANSWERS, 1, OptionalLong.of(1_000)));

  @Test
  void namesOnlySoManyReasons() {
    for (int i = 0; i < GroupTally.REASONS_MAX + 5; i++) {
      tally.measured(answer(Status.OK, "R" + i), 0, Optional.empty());
    }
    assertThat(tally.reasons())
        .hasSize(GroupTally.REASONS_MAX + 1)
        .containsEntry(GroupTally.OTHER_REASONS, 5L);
  }

  @Test
  void takesADegradedAnswerForAHitAndALateOneNot() {
    tally.measured(answer(Status.DEGRADED, "FALLBACK"), 1_000, Optional.empty());
    tally.measured(answer(Status.LATE, "LATE"), 1_000, Optional.empty());
    assertThat(tally.count(Count.IN_DEADLINE)).isEqualTo(1);
    assertThat(tally.count(Count.LATE)).isZero();
  }

  private static Answer answer(Status status, String reason) {
    return new Answer(
        status,
        Placement.FALLBACK,
        reason,
        Optional.of("normal"),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }
}
