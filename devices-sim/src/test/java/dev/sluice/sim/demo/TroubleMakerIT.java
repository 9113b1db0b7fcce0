package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.sim.link.LinkProxy;
import dev.sluice.sim.link.LinkSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trouble that comes, and is gone when the run is over. */
@Timeout(60)
class TroubleMakerIT {
  private final Vertx vertx = Vertx.vertx();
  private final Children children = new Children();
  private final LinkProxy link =
      new LinkProxy(
          vertx,
          SocketAddress.inetSocketAddress(1, "127.0.0.1"),
          LinkSettings.of(Duration.ZERO, Duration.ZERO, 1));
  @TempDir private Path folder;
  private Child cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = children.start("cloud", List.of("sleep", "50"), folder, line -> {});
  }

  @AfterEach
  void stop() {
    children.close();
    vertx.close().await();
  }

  @Test
  void anOutageEndsWhenTheTroubleDoes() throws Exception {
    try (TroubleMaker trouble = TroubleMaker.of(FieldTrial.Trouble.OUTAGE, link, cloud)) {
      trouble.set(true);
      trouble.set(true);
      assertThat(link.stats().await().outages()).isEqualTo(1);
      trouble.set(false);
      Duration down = link.stats().await().down();
      assertThat(link.stats().await().down()).isEqualTo(down);
    }
  }

  @Test
  void aCloudThatWasStoppedGoesOn() throws Exception {
    Path stat = Path.of("/proc/" + cloud.pid() + "/stat");
    assumeTrue(Files.exists(stat), "needs /proc to see that a process is stopped");
    try (TroubleMaker trouble = TroubleMaker.of(FieldTrial.Trouble.SLOW_CLOUD, link, cloud)) {
      long limit = System.nanoTime() + 20_000_000_000L;
      boolean stopped = false;
      while (!stopped && System.nanoTime() < limit) {
        trouble.set(true);
        stopped = Files.readString(stat).contains(") T ");
      }
      assertThat(stopped).isTrue();
    }
    long limit = System.nanoTime() + 20_000_000_000L;
    while (Files.readString(stat).contains(") T ") && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
    assertThat(Files.readString(stat)).doesNotContain(") T ");
  }
}
