package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a long job on a worker costs those who cannot wait for it. Estimates: 13 and 260 ms. */
class LocalSideTest {
  private static final long MS = Requests.MS;

  private static LocalSide side(int workers) {
    PlacementEngine.Settings settings =
        new PlacementEngine.Settings(workers, 2, 1_000, 16, 4, Duration.ofMillis(20), 8e6);
    LocalSide side = new LocalSide(settings, new Register(), new Register());
    side.seed(0, 10 * MS);
    side.seed(1, 200 * MS);
    return side;
  }

  private static PlacementRequest request(long id, int serviceClass, long arrivalMs) {
    return new PlacementRequest(
        id, serviceClass, arrivalMs * MS, (arrivalMs + 100) * MS, 1, 5, Privacy.LOCAL_ONLY, true);
  }

  /** Fifty short ones a second, each of which can wait for 87 ms. */
  private static void flow(LocalSide side) {
    Register register = new Register();
    for (int i = 0; i < 250; i++) {
      PlacementRequest request = request(i, 0, 20L * i);
      side.see(request, 20e6, request.arrivalNanos());
      side.add(register.issue(request), request.arrivalNanos());
    }
  }

  @Test
  void aLongJobOnTheOnlyWorkerLosesWhatComesEarlyInItsRun() {
    LocalSide side = side(1);
    flow(side);

    // 260 ms of run less 87 of patience, at 50 a second
    assertThat(side.blocks(request(1_000, 1, 5_000), 4_980 * MS)).isCloseTo(8.65, within(0.2));
  }

  @Test
  void aShortJobLosesNothing() {
    LocalSide side = side(1);
    flow(side);

    assertThat(side.blocks(request(1_000, 0, 5_000), 4_980 * MS)).isZero();
  }

  @Test
  void otherWorkersThatAreMostlyFreeSaveMostOfIt() {
    LocalSide side = side(2);
    flow(side);

    // a load of 50 * 13 ms on two workers: a third
    assertThat(side.blocks(request(1_000, 1, 5_000), 4_980 * MS))
        .isCloseTo(8.65 * 0.325, within(0.1));
  }

  @Test
  void whatCameLongAgoIsForgotten() {
    LocalSide side = side(1);
    flow(side);

    assertThat(side.blocks(request(1_000, 1, 60_000), 60_000 * MS)).isLessThan(0.001);
  }
}
