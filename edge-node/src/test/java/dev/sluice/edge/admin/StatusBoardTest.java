package dev.sluice.edge.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StatusBoardTest {
  private long now = 1_000;
  private final StatusBoard board = new StatusBoard(() -> now);

  @Test
  void isEmptyAndAgelessUntilTheFirstPosting() {
    now += 5_000_000_000L;

    assertThat(board.latest()).isEmpty();
    assertThat(board.age()).isEqualTo(Duration.ZERO);
  }

  @Test
  void agesUntilTheNextPosting() {
    board.post(Statuses.healthy());
    now += 3_000_000;
    assertThat(board.age()).isEqualTo(Duration.ofMillis(3));

    board.post(Statuses.healthy());
    assertThat(board.age()).isEqualTo(Duration.ZERO);
    assertThat(board.latest()).contains(Statuses.healthy());
  }
}
