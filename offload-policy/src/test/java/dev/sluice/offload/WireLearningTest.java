package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What acknowledgements and pings teach of a wire: how long it is, and what it carries. */
class WireLearningTest {
  private static final long MS = Requests.MS;
  private static final int CARRIED_AT_ONCE = 64;

  private final PlacementEngine engine = connected();

  private static PlacementEngine connected() {
    var settings =
        new PlacementEngine.Settings(2, 1, 8, 256, CARRIED_AT_ONCE, Duration.ofMillis(20), 8e6);
    PlacementEngine engine = new PlacementEngine(settings, Policies.named("cloud-only"));
    engine.onLinkUp(0);
    engine.onRoundTrip(20 * MS, 0);
    return engine;
  }

  private record Sent(long id, long acknowledgedNanos) {}

  /** A request every 40 ms, whatever is on the way, and a ping between two of them each second. */
  private final class Traffic {
    private final Deque<Sent> out = new ArrayDeque<>();
    private long now;
    private long id;

    void run(int requests, int bytes, long tripMs, boolean pings) {
      for (int i = 0; i < requests; i++) {
        engine.place(Requests.sized(id, now / MS + 60_000, bytes), now);
        if (engine.nextCloud(now).isPresent()) {
          long last = out.isEmpty() ? 0 : out.peekLast().acknowledgedNanos();
          out.add(new Sent(id, Math.max(last, now + tripMs * MS)));
        } else {
          engine.withdraw(id, now);
        }
        id++;
        if (pings && i % 25 == 0) {
          acknowledgeUntil(now + 20 * MS);
          pingFrom(now + 20 * MS, tripMs);
        }
        now += 40 * MS;
        acknowledgeUntil(now);
      }
    }

    private void pingFrom(long sentNanos, long tripMs) {
      long back = sentNanos + tripMs * MS;
      acknowledgeUntil(back);
      engine.onRoundTrip(back - sentNanos, back);
      now = Math.max(now, back);
    }

    private void acknowledgeUntil(long until) {
      while (!out.isEmpty() && out.peek().acknowledgedNanos() <= until) {
        Sent sent = out.poll();
        engine.onReceived(sent.id(), sent.acknowledgedNanos());
        engine.onCloudAnswer(sent.id(), 0, MS, sent.acknowledgedNanos());
      }
    }
  }

  private double mbps(long now) {
    return engine.snapshot(now).uplinkMbps();
  }

  @Test
  void aWayThatHasBecomeLongerIsNotTakenForASlowWireOncePingsTellIt() {
    var traffic = new Traffic();
    traffic.run(250, 1_000, 20, true);
    traffic.run(250, 1_000, 200, true);

    assertThat(engine.snapshot(traffic.now).rttMs()).isBetween(180.0, 220.0);
    // what was blamed on the rate before the pings told is fading
    assertThat(mbps(traffic.now)).isGreaterThan(0.7);
  }

  @Test
  void withoutPingsItIsTakenForASlowWire() {
    var traffic = new Traffic();
    traffic.run(250, 1_000, 20, false);
    traffic.run(250, 1_000, 200, false);

    assertThat(mbps(traffic.now)).isLessThan(0.3);
  }

  @Test
  void aPingThatStoodBehindBytesIsNoLongerWay() {
    engine.place(Requests.sized(1, 60_000, 500_000), 0);
    assertThat(engine.nextCloud(0)).isPresent();
    engine.onReceived(1, 520 * MS);
    engine.onRoundTrip(421 * MS, 521 * MS); // sent at 100 ms, when the wire was full

    assertThat(engine.snapshot(521 * MS).rttMs()).isLessThan(30);
  }

  @Test
  void aPingThatWasSentWhileARequestIsStillOutIsNoLongerWay() {
    engine.place(Requests.sized(1, 60_000, 500_000), 0);
    assertThat(engine.nextCloud(0)).isPresent();
    engine.onRoundTrip(400 * MS, 500 * MS);

    assertThat(engine.snapshot(500 * MS).rttMs()).isLessThan(30);
  }

  @Test
  void aShorterWayIsNewsWhereverItStood() {
    for (int i = 1; i <= 10; i++) {
      engine.onRoundTrip(200 * MS, i * 1_000L * MS);
    }
    engine.place(Requests.sized(1, 60_000, 500_000), 10_500 * MS);
    assertThat(engine.nextCloud(10_500 * MS)).isPresent();
    double before = engine.snapshot(10_600 * MS).rttMs();
    engine.onRoundTrip(30 * MS, 10_600 * MS);

    assertThat(before).isGreaterThan(190);
    assertThat(engine.snapshot(10_600 * MS).rttMs()).isLessThan(160);
  }

  @Test
  void aWireThatCollapsesIsNotTakenForALongerWay() {
    long now = 0;
    for (int id = 0; id < 20; id++) {
      engine.place(Requests.sized(id, now / MS + 60_000, 2_000), now);
      assertThat(engine.nextCloud(now)).isPresent();
      // truth: 20 ms of way, and 2 KB in 580 ms
      now += 600 * MS;
      engine.onReceived(id, now);
      engine.onCloudAnswer(id, 0, MS, now);
      now += 400 * MS;
    }

    assertThat(engine.snapshot(now).rttMs()).isLessThan(30);
    assertThat(mbps(now)).isLessThan(0.06);
  }
}
