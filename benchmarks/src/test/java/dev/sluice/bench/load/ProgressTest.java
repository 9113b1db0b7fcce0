package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress(Duration.ofNanos(100));

  @Test
  void isStalledOnceNothingArrivedForLonger() {
    progress.resume(0);
    assertThat(progress.isStalled(0, 100)).isFalse();
    assertThat(progress.isStalled(0, 101)).isTrue();
  }

  @Test
  void anArrivalStartsItAgain() {
    progress.resume(0);
    assertThat(progress.isStalled(1, 90)).isFalse();
    assertThat(progress.isStalled(1, 190)).isFalse();
    assertThat(progress.isStalled(1, 191)).isTrue();
  }

  @Test
  void addsUpSlicesButNotTheTimeBetweenThem() {
    progress.resume(0);
    assertThat(progress.isStalled(0, 60)).isFalse();
    progress.resume(1_000);
    assertThat(progress.isStalled(0, 1_040)).isFalse();
    assertThat(progress.isStalled(0, 1_041)).isTrue();
  }
}
