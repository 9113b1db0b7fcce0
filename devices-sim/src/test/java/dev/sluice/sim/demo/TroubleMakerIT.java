package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
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

  private TroubleMaker maker(FieldTrial.Trouble trouble) {
    return new TroubleMaker(trouble, link, cloud, new Thief(children, ProcessorSplit.NONE, folder));
  }

  @Test
  void aThiefIsGoneWhenTheTroubleIs() throws Exception {
    long before = spinning();
    try (TroubleMaker trouble = maker(FieldTrial.Trouble.STOLEN_PROCESSOR)) {
      trouble.set(true);
      await().atMost(Duration.ofSeconds(30)).until(() -> spinning() == before + 1);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> spinning() == before);
  }

  private static long spinning() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().commandLine().orElse("").contains("kill -0"))
        .count();
  }

  @Test
  void anOutageEndsWhenTheTroubleDoes() throws Exception {
    try (TroubleMaker trouble = maker(FieldTrial.Trouble.OUTAGE)) {
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
    try (TroubleMaker trouble = maker(FieldTrial.Trouble.SLOW_CLOUD)) {
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
