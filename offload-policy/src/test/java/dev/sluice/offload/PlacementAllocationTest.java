package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A decision allocates nothing: on a gateway of one core garbage is latency. */
class PlacementAllocationTest {
  private static final int DECISIONS = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final PlacementEngine engine = Requests.connected("adaptive");
  private final PlacementRequest[] requests = new PlacementRequest[64];
  private int next;

  @Test
  void decidesWithoutAllocating() {
    for (int i = 0; i < requests.length; i++) {
      requests[i] = Requests.due(i, 1_000 + i % 7);
    }
    decide();
    long before = threads.getCurrentThreadAllocatedBytes();
    decide();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat((double) bytes / DECISIONS).as("bytes per decision").isLessThan(0.1);
  }

  /** Up to four wait ahead of each, so that queueing is predicted and not only service. */
  private void decide() {
    for (int i = 0; i < DECISIONS; i++) {
      engine.place(requests[next % requests.length], next);
      engine.withdraw(requests[(next + requests.length - 4) % requests.length].id(), next);
      next++;
    }
  }
}
