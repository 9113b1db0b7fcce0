package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedModelsIT {
  private static final Path CONFIG =
      Path.of(System.getProperty("sluice.root"), "config", "cloud.yaml");

  @Test
  void everyModelOfTheShippedConfigurationAnswers(@TempDir Path store) throws Exception {
    CloudConfig config =
        CloudConfig.load(CONFIG, List.of("broker.port=0", "admin.port=0", "inference.workers=2"));
    List<ModelManifest> manifests = new ArrayList<>();
    for (Path model : config.inference().models()) {
      manifests.add(ModelManifest.read(model));
    }
    assertThat(manifests).isNotEmpty();

    try (var runtime = new OnnxRuntime();
        CloudNode node = CloudNode.start(config, store, runtime, manifests);
        EdgeClient edge = new EdgeClient(node.mqttPort(), new LinkId("gateway", 1)).connect()) {
      for (int i = 0; i < manifests.size(); i++) {
        edge.send(request(edge, i, manifests.get(i)));
      }

      await().until(() -> edge.answers().size() == manifests.size());
      for (Envelope.Answer answer : edge.answers()) {
        ModelManifest model = manifests.get((int) answer.requestId());
        assertThat(answer.status()).as(answer.detail()).isEqualTo(Envelope.Status.OK);
        assertThat(answer.label()).isIn(model.output().labels());
        assertThat(answer.modelVersion()).isEqualTo(model.version());
        assertThat(answer.serviceMicros()).isPositive();
      }
    }
  }

  private static Envelope.Request request(EdgeClient edge, long requestId, ModelManifest model) {
    float[] features = new float[model.input().window()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) Math.sin(i * 0.3);
    }
    return new Envelope.Request(
        edge.link, requestId, model.name(), Envelope.Request.NO_DEADLINE, 5, features);
  }
}
