package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every metric that alerts and dashboard name is one that a running node or bridge really has. */
@Timeout(180)
class MonitoringIT {
  private static final int QOS = 1;
  private static final byte[] VALUES =
      "{\"id\":\"1\",\"values\":[0.1,0.3,-0.2,0.4]}".getBytes(StandardCharsets.UTF_8);

  /** Prometheus itself has it of everything that it scrapes. */
  private static final String OF_PROMETHEUS = "up";

  @TempDir Path folder;

  @Test
  void everyMetricOfTheFilesIsInARealScrape() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: the launcher needs bash");
    Set<String> real = new HashSet<>(Set.of(OF_PROMETHEUS));
    try (RunningProgram cloud = RunningProgram.start("cloud", folder.resolve("cloud"));
        RunningProgram edge =
            RunningProgram.start(
                "edge",
                folder.resolve("edge"),
                "uplink.port=" + cloud.mqttPort(),
                // Or the metrics of local runs are there only if the link came up too late.
                "policy.placement=prefer-edge",
                "forward.up.0.name=alarms",
                "forward.up.0.topic=alarms/#")) {
      use(edge);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> edge.scrape().contains("sluice_inference_seconds_count"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> cloud.scrape().matches("(?s).*sluice_cloud_forward_published_total [1-9].*"));
      real.addAll(MetricNames.ofScrape(edge.scrape()));
      real.addAll(MetricNames.ofScrape(cloud.scrape()));
    }
    for (MonitoringFiles.Expression expression : MonitoringFiles.expressions()) {
      assertThat(MetricNames.ofExpression(expression.text()))
          .as(expression.of())
          .isNotEmpty()
          .isSubsetOf(real);
    }
    assertThat(MetricNames.ofExpression("rate(sluice_no_such_metric_total[5m])"))
        .as("a name that does not exist would be found")
        .isNotEmpty()
        .noneMatch(real::contains);
  }

  /** So that labels are there that come with what they count. */
  private static void use(RunningProgram edge) throws Exception {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + edge.mqttPort(), "monitored", new MemoryPersistence());
    try {
      client.connect();
      client.publish("sensors/pump-7/vibration", VALUES, QOS, false);
      client.publish("alarms/pump-7", VALUES, QOS, false);
      client.disconnect();
    } finally {
      client.close();
    }
  }
}
