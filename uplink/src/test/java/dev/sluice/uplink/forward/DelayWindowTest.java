package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The window over a link that carries so many bytes a second, behind a queue without end. */
class DelayWindowTest {
  private static final long MS = 1_000_000L;
  private static final int BYTES_MAX = 512 << 10;

  private record Sent(int bytes, long atNanos, long arrivesAtNanos) {}

  private final DelayWindow window = new DelayWindow(BYTES_MAX);
  private final ArrayDeque<Sent> onTheWay = new ArrayDeque<>();
  private long bytesOnTheWay;
  private long now;
  private long linkFreeAt;

  /**
   * @return the longest that a byte sent at the end would wait, in milliseconds
   */
  private long saturate(long bytesPerSecond, long latencyMs, long seconds) {
    long end = now + seconds * 1_000 * MS;
    while (now < end) {
      int bytes = Math.max(1 << 10, Math.min(32 << 10, window.bytes() / 4));
      while (bytesOnTheWay < window.bytes()) {
        linkFreeAt = Math.max(linkFreeAt, now) + bytes * 1_000L * MS / bytesPerSecond;
        onTheWay.add(new Sent(bytes, now, linkFreeAt + latencyMs * MS));
        bytesOnTheWay += bytes;
      }
      Sent arrived = onTheWay.remove();
      now = Math.max(now, arrived.arrivesAtNanos());
      window.onArrived(arrived.bytes(), now - arrived.atNanos(), bytesOnTheWay, now);
      bytesOnTheWay -= arrived.bytes();
    }
    return (linkFreeAt - now) / MS;
  }

  @ParameterizedTest
  @CsvSource({"8000, 20", "125000, 20", "125000, 300", "1000000, 5"})
  void whatIsSentNextWaitsLittleOnASlowLinkForAnHour(long bytesPerSecond, long latencyMs) {
    for (int minute = 0; minute < 60; minute++) {
      assertThat(saturate(bytesPerSecond, latencyMs, 60))
          .as("queue in ms after minute %d", minute)
          .isLessThan(bytesPerSecond < 10_000 ? 900 : 350);
    }
  }

  @Test
  void theLinkIsKeptBusy() {
    saturate(125_000, 100, 30);
    long before = linkFreeAt;
    long at = now;
    saturate(125_000, 100, 30);
    assertThat(linkFreeAt - before).isGreaterThan((now - at) * 9 / 10);
  }

  @Test
  void aFastLinkGetsAllOfIt() {
    saturate(500_000_000, 1, 1);
    assertThat(window.bytes()).isEqualTo(BYTES_MAX);
  }

  @Test
  void aLinkThatBecomesSlowGetsLessAndOneThatRecoversGetsMore() {
    saturate(12_500_000, 20, 10);
    int fast = window.bytes();
    saturate(60_000, 20, 60);
    int slow = window.bytes();
    saturate(12_500_000, 20, 120);
    assertThat(slow).isLessThan(fast / 4);
    assertThat(window.bytes()).isGreaterThan(4 * slow);
  }

  @Test
  void aWindowThatIsNotUsedDoesNotGrow() {
    int before = window.bytes();
    for (int i = 0; i < 1_000; i++) {
      window.onArrived(500, MS, 500, i * MS);
    }
    assertThat(window.bytes()).isEqualTo(before);
  }
}
