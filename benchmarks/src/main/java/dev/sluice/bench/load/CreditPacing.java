package dev.sluice.bench.load;

import java.util.Queue;

/** Closed loop: whoever has room in its window publishes. */
record CreditPacing(Queue<Publisher> eager) implements Pacing {
  private static final long WAIT_MILLIS = 10;

  @Override
  public void publish(long nanos) {
    Publisher publisher;
    while ((publisher = eager.poll()) != null) {
      publisher.publishAll(nanos);
    }
  }

  @Override
  public long waitMillis() {
    return WAIT_MILLIS;
  }
}
