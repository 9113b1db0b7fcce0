package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any calls in any order: nothing escapes, no limit is passed, and every request that was placed is
 * in one place until it is handed out, dropped or withdrawn.
 */
class PlacementFuzzTest {
  private enum Where {
    WAITING,
    RUNNING,
    UP
  }

  private final PlacementEngine engine =
      new PlacementEngine(
          new PlacementEngine.Settings(2, 3, 20, 30, 5, Duration.ofMillis(20), 4e6),
          Policies.named("adaptive"));
  private final Map<Long, Where> held = new HashMap<>();
  private final Set<Long> dropped = new HashSet<>();
  private long now;
  private long nextId;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void keepsEveryRequestInExactlyOnePlace(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 20_000; step++) {
      now += random.nextLong(5_000_000);
      step(random);
      engine.drainDropped(request -> drop(request.id()));
      check(seed, step);
    }
  }

  private void step(SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> place(random);
      case 4, 5 -> engine.nextLocal(now).ifPresent(request -> take(request, Where.RUNNING));
      case 6, 7 -> engine.nextCloud(now).ifPresent(request -> take(request, Where.UP));
      case 8 -> any(Where.RUNNING, random).ifPresent(this::finish);
      case 9 -> engine.onReceived(random.nextLong(nextId + 1), now);
      case 10 -> end(random);
      default -> link(random);
    }
  }

  private void place(SplittableRandom random) {
    long deadline =
        random.nextInt(8) == 0
            ? PlacementRequest.NO_DEADLINE
            : now + random.nextLong(400) * Requests.MS;
    PlacementRequest request =
        new PlacementRequest(
            nextId++,
            random.nextInt(3),
            now,
            deadline,
            random.nextInt(20_000),
            random.nextInt(10),
            random.nextInt(5) == 0 ? Privacy.LOCAL_ONLY : Privacy.CLOUD_OK,
            random.nextInt(5) > 0);
    String policy = Policies.words().get(random.nextInt(Policies.words().size()));
    if (engine.place(request, Policies.named(policy), now).action() != Action.SHED) {
      held.put(request.id(), Where.WAITING);
    }
  }

  private void take(PlacementRequest request, Where where) {
    // What is on the wire may be sent again after a lost link; what runs never is.
    Where before = held.put(request.id(), where);
    assertThat(before)
        .isIn(where == Where.UP ? Set.of(Where.WAITING, Where.UP) : Set.of(Where.WAITING));
  }

  private void finish(long id) {
    engine.onLocalFinished(id, 5 * Requests.MS, now);
    held.remove(id);
  }

  /** An answer or a timeout of what is up, or a withdrawal of any request, held or not. */
  private void end(SplittableRandom random) {
    switch (random.nextInt(3)) {
      case 0 -> withdraw(random.nextLong(nextId + 1));
      case 1 -> any(Where.UP, random).ifPresent(up -> endUp(up, true));
      default -> any(Where.UP, random).ifPresent(up -> endUp(up, false));
    }
  }

  private void withdraw(long id) {
    engine.withdraw(id, now);
    if (held.get(id) != Where.RUNNING) {
      held.remove(id);
    }
  }

  private void endUp(long id, boolean answered) {
    if (answered) {
      engine.onCloudAnswer(id, 0, 8 * Requests.MS, now);
    } else {
      engine.onCloudTimeout(id, now);
    }
    held.remove(id);
  }

  private void link(SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> engine.onLinkDown(now);
      case 1 -> engine.onRoundTrip(random.nextLong(100) * Requests.MS, now);
      default -> engine.onLinkUp(now);
    }
  }

  private Optional<Long> any(Where where, SplittableRandom random) {
    var ids = held.entrySet().stream().filter(e -> e.getValue() == where).map(Map.Entry::getKey);
    return ids.sorted().skip(random.nextInt(4)).findFirst();
  }

  private void drop(long id) {
    assertThat(dropped.add(id)).as("request %d dropped twice", id).isTrue();
    assertThat(held.remove(id)).isNotEqualTo(Where.RUNNING);
  }

  private void check(long seed, int step) {
    PlacementEngine.Snapshot snapshot = engine.snapshot(now);
    assertThat(snapshot.localQueue()).as("seed %d step %d", seed, step).isBetween(0, 20);
    assertThat(snapshot.localRunning()).isBetween(0, 2);
    assertThat(snapshot.onWireBytes()).isNotNegative();
    int places =
        snapshot.localQueue() + snapshot.localRunning() + snapshot.outbox() + snapshot.onWire();
    assertThat(places).as("seed %d step %d", seed, step).isEqualTo(held.size());
  }
}
