package dev.sluice.sim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.link.Bandwidth;
import dev.sluice.sim.link.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that says five thousand words at once, over links of several rates. */
class SlowTextLinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WORDS = 5_000;
  private static final String POLICY =
      "text-routes: [{name: a, topic: ask/+, model: assistant, deadline: 60s, stream: true}]\n";

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @ParameterizedTest
  @CsvSource({"0.05, 100", "10, 5"})
  void isToldInPartsThatTheLinkCanCarry(double mbps, int delayMs) throws Exception {
    LinkSettings slow =
        LinkSettings.of(Duration.ofMillis(delayMs), Duration.ZERO, 1)
            .withBandwidth(Bandwidth.mbps(mbps), Bandwidth.mbps(mbps));
    try (TextPrograms programs = TextPrograms.start(folder, slow, POLICY);
        Requester5 requester = new Requester5(programs.edge.port(), "requester")) {
      requester.subscribe("ask/x/inference");
      requester.publish("ask/x", "say 1", new MqttProperties());
      await().atMost(PATIENCE).until(() -> !Heard.answers(requester.heard).isEmpty());
      requester.heard.clear();
      long bytesBefore = programs.downBytes();
      long begun = System.nanoTime();
      requester.publish("ask/x", "say " + WORDS, new MqttProperties());
      await().atMost(PATIENCE).until(() -> !Heard.answers(requester.heard).isEmpty());

      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      long bytes = programs.downBytes() - bytesBefore;
      List<Heard> parts = Heard.parts(requester.heard);
      System.out.printf(
          "text mbps=%s delay=%dms chars=%d parts=%d bytes=%d took=%dms%n",
          mbps, delayMs, PlayedChatServer.text(WORDS).length(), parts.size(), bytes, tookMs);
      String told = parts.stream().map(Heard::text).collect(Collectors.joining());
      assertThat(told).isEqualTo(PlayedChatServer.text(WORDS));
      assertThat(parts.size())
          .as("few, and at most ten a second")
          .isLessThan((int) (10 + tookMs / 100));
      assertThat(bytes).as("each character once").isLessThan(told.length() * 2L);
    }
  }
}
