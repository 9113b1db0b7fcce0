package dev.sluice.edge.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelSlotTest {
  private final FakeRuntime runtime = new FakeRuntime();
  private final ModelVersion one = runtime.version("m", "1", 1);
  private final ModelVersion two = runtime.version("m", "2", 1);
  private final ModelVersion three = runtime.version("m", "3", 1);
  private final ModelSlot slot = new ModelSlot(one, 2);

  @Test
  void theFirstVersionHasNobodyToStepIn() {
    assertThat(slot.instead(one)).isEmpty();
    assertThat(slot.rollBack()).isEmpty();
    assertThat(slot.blamed(one)).isFalse();
  }

  @Test
  void aRunThatAFreshVersionFailsIsTriedByTheOneBefore() {
    slot.install(two);
    assertThat(slot.instead(two)).contains(one);
  }

  @Test
  void aRunThatThePreviousVersionFailsIsTriedByTheCurrentOne() {
    slot.install(two);
    assertThat(slot.instead(one)).contains(two);
  }

  @Test
  void tooManyFailuresOfAFreshVersionAreToo() {
    slot.install(two);
    assertThat(slot.blamed(two)).isFalse();
    assertThat(slot.blamed(two)).isTrue();
    assertThat(slot.rollBack()).contains(two);
    assertThat(slot.current()).isSameAs(one);
    assertThat(slot.before()).isEmpty();
  }

  @Test
  void aProvenVersionIsNotBlamed() {
    slot.install(two);
    for (int i = 1; i < ModelSlot.RUNS_UNTIL_PROVEN; i++) {
      assertThat(slot.answered(two)).isFalse();
    }
    assertThat(slot.answered(two)).isTrue();
    assertThat(slot.answered(two)).isFalse();
    assertThat(slot.instead(two)).isEmpty();
    assertThat(slot.blamed(two)).isFalse();
    assertThat(slot.before()).as("for a rollback by hand").contains(one);
  }

  @Test
  void behindAVersionIsTheLastThatHasProvenItself() {
    assertThat(slot.install(two)).isEmpty();
    assertThat(slot.install(three)).as("the second has shown nothing yet").contains(two);
    assertThat(slot.before()).contains(one);
  }
}
