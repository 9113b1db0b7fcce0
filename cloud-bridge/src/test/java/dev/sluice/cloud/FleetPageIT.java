package dev.sluice.cloud;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.NodeReport;
import dev.sluice.uplink.UplinkTopics;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/fleet}, and what an edge node that means harm can do to it. */
class FleetPageIT {
  @TempDir Path folder;
  private CloudNode node;
  private EdgeClient edge;

  @BeforeEach
  void start() throws Exception {
    CloudConfig config =
        CloudConfig.load(
            Path.of(System.getProperty("sluice.root"), "config", "cloud.yaml"),
            List.of("broker.port=0", "admin.port=0", "readiness.interval=50ms"));
    node = CloudNode.start(config, folder, new FakeModels(), List.of(FakeModels.MEAN));
    edge = new EdgeClient(node.mqttPort(), new LinkId("gw", 7)).connect();
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
    node.close();
  }

  private static NodeReport report(String version) {
    return new NodeReport(
        version,
        "degraded",
        "adaptive",
        60,
        10_000,
        List.of(new NodeReport.Model("m", "3")),
        Map.of("local", 4L),
        Map.of("edge", 6L, "cloud", 2L),
        "lte");
  }

  private JsonArray nodes() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + node.adminPort() + "/api/fleet");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return new JsonObject(body).getJsonArray("nodes");
  }

  @Test
  void saysWhatANodeSaidOfItself() throws Exception {
    assertThat(nodes()).isEmpty();

    edge.send(new Envelope.Report(edge.link, report("1.2")));

    await().until(() -> !nodes().isEmpty());
    JsonObject told = nodes().getJsonObject(0);
    assertThat((Double) told.remove("silentSeconds")).isBetween(0.0, 25.0);
    assertThat(told)
        .isEqualTo(
            new JsonObject(
                """
                {"node": "gw", "presence": "online", "version": "1.2", "health": "degraded",
                 "policy": "adaptive", "uptimeSeconds": 60,
                 "models": [{"name": "m", "version": "3"}], "backlog": {"local": 4},
                 "answers": {"edge": 6, "cloud": 2}, "uplink": "lte"}
                """));
  }

  @Test
  void aHostileNodeReportsNobodyElseAndNothingThatDoesNotBelongThere() throws Exception {
    byte[] own = EnvelopeCodec.encode(new Envelope.Report(edge.link, report("evil")));
    LinkId victim = new LinkId("other", 1);
    String up = UplinkTopics.up("gw");
    edge.sendRaw(up, EnvelopeCodec.encode(new Envelope.Report(victim, report("1"))));
    String steering = new String(own, ISO_8859_1).replace("evil", "\u001b[2J");
    edge.sendRaw(up, steering.getBytes(ISO_8859_1));
    edge.sendRaw(up, Arrays.copyOf(own, own.length - 1));
    edge.sendRaw(up, Arrays.copyOf(own, 200_000));

    edge.send(new Envelope.Ping(edge.link, 1));

    await().until(() -> edge.heard.contains(new Envelope.Pong(edge.link, 1)));
    assertThat(nodes()).isEmpty();
  }
}
