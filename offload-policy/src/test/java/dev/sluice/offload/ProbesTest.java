package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An uplink that is thought to take a second for each of the large messages, and a worker that is
 * asked for more than it can do.
 */
class ProbesTest {
  private static final long MS = Requests.MS;
  private static final int BYTES = 50_000;

  private final PlacementEngine engine =
      new PlacementEngine(
          new PlacementEngine.Settings(1, 1, 50, 50, 4, Duration.ofMillis(20), 0.4e6),
          Policies.named("priced"));

  private long id;

  @BeforeEach
  void start() {
    engine.seedLocal(0, Duration.ofMillis(100));
    engine.onLinkUp(0);
  }

  private PlacementRequest request(long nowMs, long spanMs) {
    long deadline = (nowMs + spanMs) * MS;
    return new PlacementRequest(++id, 0, nowMs * MS, deadline, BYTES, 5, Privacy.CLOUD_OK, true);
  }

  /** What is sent up after three more have come than the worker can answer. */
  private List<Long> sentUp(long nowMs) {
    for (int i = 0; i < 5; i++) {
      engine.place(request(nowMs, 300), nowMs * MS);
    }
    List<Long> sent = new ArrayList<>();
    for (Optional<PlacementRequest> next = engine.nextCloud(nowMs * MS);
        next.isPresent();
        next = engine.nextCloud(nowMs * MS)) {
      sent.add(next.get().id());
    }
    return sent;
  }

  /** All that came is over, whatever became of it. */
  private void end(long nowMs) {
    for (long each = 1; each <= id; each++) {
      engine.withdraw(each, nowMs * MS);
    }
  }

  @Test
  void oneOfThoseThatAreLostHereTellsWhatTheWireTakes() {
    long sent = onlyOne(sentUp(0));
    assertThat(engine.snapshot(0).uplinkMbps()).isLessThan(0.5);
    engine.onReceived(sent, 30 * MS);
    assertThat(engine.snapshot(30 * MS).uplinkMbps()).isGreaterThan(2);
  }

  @Test
  void theNextWaitsFourSecondsAndTwiceAsLongWhenNothingWasFound() {
    engine.onReceived(onlyOne(sentUp(0)), 1_020 * MS);
    end(1_020);
    assertThat(sentUp(3_900)).isEmpty();
    end(3_950);
    long second = onlyOne(sentUp(4_100));
    engine.onReceived(second, 5_120 * MS);
    end(5_120);
    assertThat(sentUp(11_000)).as("within eight seconds").isEmpty();
    end(11_050);
    assertThat(sentUp(12_200)).hasSize(1);
  }

  @Test
  void aWireThatIsInUseIsNotProbed() {
    engine.place(request(0, 30_000), Policies.named("cloud-only"), 0);
    assertThat(engine.nextCloud(0)).isPresent();
    assertThat(sentUp(0)).isEmpty();
    assertThat(engine.snapshot(0).outbox()).as("waiting for the wire").isZero();
  }

  private static long onlyOne(List<Long> ids) {
    assertThat(ids).hasSize(1);
    return ids.get(0);
  }
}
