package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the engine does when a lane cannot keep all its deadlines. Class 0 takes 10 ms, 1 takes 80.
 */
class EvictionTest {
  private static final long MS = Requests.MS;

  private final PlacementEngine engine = engine(1);
  private final List<Long> evicted = new ArrayList<>();

  private static PlacementEngine engine(int workers) {
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(workers, 2, 50, 50, 4, Duration.ofMillis(20), 8e6),
            Policies.named("deadline"));
    // The seed's margin of 1.3 is in these.
    engine.seedLocal(0, Duration.ofNanos(10 * MS * 10 / 13));
    engine.seedLocal(1, Duration.ofNanos(80 * MS * 10 / 13));
    return engine;
  }

  private static PlacementRequest request(
      long id, int serviceClass, long deadlineMs, Privacy privacy) {
    return new PlacementRequest(id, serviceClass, 0, deadlineMs * MS, 1_000, 5, privacy, true);
  }

  private void place(long id, int serviceClass, long deadlineMs, Privacy privacy) {
    engine.place(request(id, serviceClass, deadlineMs, privacy), 0);
    engine.drainEvicted(moved -> evicted.add(moved.id()));
  }

  private List<Long> order() {
    List<Long> order = new ArrayList<>();
    for (Optional<PlacementRequest> next = engine.nextLocal(0);
        next.isPresent();
        next = engine.nextLocal(0)) {
      order.add(next.get().id());
      engine.onLocalFinished(next.get().id(), 1, 0);
    }
    return order;
  }

  @Test
  void theLargestWaitsBehindAllOthersWhenTheLaneCannotKeepItAndTheCloudIsAway() {
    place(1, 1, 100, Privacy.LOCAL_ONLY);
    place(2, 0, 101, Privacy.LOCAL_ONLY);
    place(3, 0, 102, Privacy.LOCAL_ONLY);
    place(4, 0, 103, Privacy.LOCAL_ONLY);

    assertThat(order()).containsExactly(2L, 3L, 4L, 1L);
    assertThat(evicted).isEmpty();
  }

  @Test
  void nothingIsEvictedWhileAllDeadlinesCanBeKept() {
    place(1, 1, 100, Privacy.LOCAL_ONLY);
    place(2, 0, 101, Privacy.LOCAL_ONLY);

    assertThat(order()).containsExactly(1L, 2L);
  }

  @Test
  void whatTheCloudCanMakeIsMovedThere() {
    place(1, 1, 180, Privacy.CLOUD_OK);
    engine.onLinkUp(0);
    place(2, 1, 181, Privacy.LOCAL_ONLY);
    place(3, 0, 182, Privacy.LOCAL_ONLY);
    place(4, 0, 183, Privacy.LOCAL_ONLY);
    place(5, 0, 184, Privacy.LOCAL_ONLY);

    assertThat(evicted).containsExactly(1L);
    assertThat(engine.nextCloud(0).orElseThrow().id()).isEqualTo(1);
    assertThat(order()).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void aRouteThatFixesItsSideIsNeverMoved() {
    engine.place(request(1, 1, 180, Privacy.CLOUD_OK), Policies.named("edge-only"), 0);
    engine.onLinkUp(0);
    place(2, 1, 181, Privacy.LOCAL_ONLY);
    place(3, 0, 182, Privacy.LOCAL_ONLY);
    place(4, 0, 183, Privacy.LOCAL_ONLY);
    place(5, 0, 184, Privacy.LOCAL_ONLY);

    assertThat(evicted).isEmpty();
  }

  @Test
  void theLastFreeWorkerIsNotForJobsLongerThanTheShortestDeadline() {
    PlacementEngine two = engine(2);
    two.place(request(1, 0, 50, Privacy.LOCAL_ONLY), 0);
    two.place(request(2, 1, 900, Privacy.LOCAL_ONLY), 0);
    two.place(request(3, 1, 901, Privacy.LOCAL_ONLY), 0);

    assertThat(two.nextLocal(0).orElseThrow().id()).isEqualTo(1);
    two.onLocalFinished(1, 1, 0);
    assertThat(two.nextLocal(0).orElseThrow().id()).isEqualTo(2);
    assertThat(two.nextLocal(0)).isEmpty();
    two.place(request(4, 0, 50, Privacy.LOCAL_ONLY), 0);
    assertThat(two.nextLocal(0).orElseThrow().id()).isEqualTo(4);
  }

  /** Both lanes overloaded, the rate of the link and the course of time by chance. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aRequestChangesSidesAtMostOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, Integer> moves = new HashMap<>();
    List<Long> running = new ArrayList<>();
    List<Long> out = new ArrayList<>();
    engine.onLinkUp(0);
    long now = 0;
    for (long id = 0; id < 5_000; id++) {
      now += random.nextLong(8 * MS);
      long deadline = now + (20 + random.nextLong(300)) * MS;
      engine.place(
          new PlacementRequest(
              id,
              random.nextInt(2),
              now,
              deadline,
              500 + random.nextInt(20_000),
              random.nextInt(10),
              Privacy.CLOUD_OK,
              true),
          now);
      engine.rescue(random.nextLong(id + 1), now);
      engine.nextLocal(now).ifPresent(next -> running.add(next.id()));
      engine.nextCloud(now).ifPresent(next -> out.add(next.id()));
      engine.drainEvicted(moved -> moves.merge(moved.id(), 1, Integer::sum));
      if (!running.isEmpty() && random.nextInt(3) == 0) {
        engine.onLocalFinished(running.remove(0), 10 * MS, now);
      }
      if (!out.isEmpty() && random.nextInt(3) == 0) {
        engine.onCloudAnswer(out.remove(0), 0, 5 * MS, now);
      }
    }
    assertThat(moves).as("seed " + seed).isNotEmpty();
    assertThat(moves.values()).as("seed " + seed).allMatch(count -> count == 1);
  }
}
