package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A connection of 8 Mbit/s and 40 ms, and messages that take it 100 ms each. */
class LinkTest {
  private static final long MS = 1_000_000L;

  private final EventQueue events = new EventQueue();
  private final Course course = Course.of(scenario(), 1);
  private final Link link = new Link(course, events);
  private long pongNanos = -1;

  private static Scenario scenario() {
    ServiceClass large =
        new ServiceClass(
            "large",
            100_000,
            Duration.ofSeconds(1),
            5,
            Privacy.CLOUD_OK,
            new Spread(10, 0),
            new Spread(10, 0));
    return new Scenario(
        "link",
        Duration.ofSeconds(5),
        1,
        List.of(large),
        List.of(new Stream(new ArrivalProcess.Periodic(1, Duration.ofSeconds(1)), List.of(1.0))),
        new Uplink.Constant(8),
        Duration.ofMillis(40),
        Duration.ZERO,
        1,
        List.of());
  }

  private void pingAt(long nanos, long upJitterNanos, long homeJitterNanos) {
    events.at(
        nanos, () -> link.ping(upJitterNanos, homeJitterNanos, () -> pongNanos = events.now()));
  }

  private void run() {
    events.runUntil(5_000 * MS, () -> {});
  }

  @Test
  void aPingOnAnIdleLinkTakesARoundTripAndItsJitter() {
    pingAt(10 * MS, 3 * MS, 4 * MS);
    run();

    assertThat(pongNanos).isEqualTo(57 * MS);
  }

  @Test
  void aPingStandsBehindTheBytesThatWereSentBeforeIt() {
    events.at(0, () -> link.send(course.job(0), () -> {}));
    pingAt(10 * MS, 0, 0);
    run();

    assertThat(pongNanos).isEqualTo(140 * MS);
  }

  @Test
  void aPingIsNotAnsweredOnAConnectionThatIsCutMeanwhile() {
    pingAt(10 * MS, 0, 0);
    events.at(40 * MS, link::cut);
    run();

    assertThat(pongNanos).isEqualTo(-1);
  }
}
