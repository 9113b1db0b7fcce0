package dev.sluice.edge.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Vitals;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostWatchTest {
  @Test
  void readsAgainAndAgainEvenAfterAReaderHasFailed() throws Exception {
    BlockingQueue<Vitals> seen = new LinkedBlockingQueue<>();
    try (HostWatch watch =
        new HostWatch(
            vitals -> {
              seen.add(vitals);
              throw new IllegalStateException("planted");
            })) {
      watch.start();

      assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
  }
}
