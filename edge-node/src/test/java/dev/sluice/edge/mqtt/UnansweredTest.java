package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnansweredTest {
  private final Unanswered all = new Unanswered(100);
  private final Unanswered.Share one = all.share();
  private final Unanswered.Share other = all.share();

  @Test
  void allOfThemTogetherAreBound() {
    assertThat(one.becomes(60)).isTrue();
    assertThat(other.becomes(41)).isFalse();
    assertThat(other.becomes(40)).isTrue();
    assertThat(all.bytes()).isEqualTo(100);
  }

  @Test
  void whatIsRefusedChangesNothing() {
    one.becomes(60);
    other.becomes(30);
    other.becomes(50);

    assertThat(all.bytes()).isEqualTo(90);
  }

  @Test
  void whoIsAnsweredMakesRoom() {
    one.becomes(100);
    one.becomes(0);

    assertThat(other.becomes(100)).isTrue();
  }

  @Test
  void lessIsAlwaysPossible() {
    one.becomes(100);

    assertThat(one.becomes(99)).isTrue();
    assertThat(one.becomes(100)).isTrue();
  }
}
