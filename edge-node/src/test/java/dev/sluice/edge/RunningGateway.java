package dev.sluice.edge;

import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.core.EdgeStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole edge node with the committed models, on free ports of loopback, without a cloud. */
final class RunningGateway implements AutoCloseable {
  static final Path MODELS = Path.of(System.getProperty("sluice.root"), "config", "models");

  private static final String YAML =
      """
      node: {id: test-gateway}
      listener: {port: 0}
      admin: {port: 0}
      journal: {dir: journal}
      inference:
        models:
          - MODELS/vibration-light.model.yaml
          - MODELS/vibration-heavy.model.yaml
      uplink: {enabled: false}
      policy: policy.yaml
      """;

  private static final String POLICY =
      """
      placement: adaptive
      routes:
        - name: vibration
          topic: sensors/+/vibration
          model: vibration-heavy
          fallback: vibration-light
          deadline: 2s
        - name: everything
          topic: all/#
          model: vibration-light
          deadline: 2s
        - name: table
          topic: csv/+
          model: vibration-light
          deadline: 2s
          payload: {format: csv}
      """;

  private final Gateway gateway;
  private final Gateway.Addresses addresses;

  private RunningGateway(Gateway gateway) throws StartupException {
    this.gateway = gateway;
    this.addresses = gateway.open();
  }

  static RunningGateway start(Path folder, String... overrides) throws Exception {
    return of(EdgeConfigFile.load(yaml(folder), List.of(overrides)), folder);
  }

  static RunningGateway of(EdgeConfigFile file, Path folder) throws Exception {
    return new RunningGateway(new Gateway(file, folder.resolve("journal")));
  }

  static Path policy(Path folder) {
    return folder.resolve("policy.yaml");
  }

  /** Writes the configuration of these tests. */
  static Path yaml(Path folder) throws Exception {
    Files.writeString(policy(folder), POLICY);
    return Files.writeString(
        folder.resolve("edge.yaml"), YAML.replace("MODELS", MODELS.toString()));
  }

  /** Which policy serves. */
  EdgeStatus.Policy policy() {
    return gateway.policy();
  }

  int port() {
    return addresses.mqttPort();
  }

  int adminPort() {
    return addresses.adminPort();
  }

  TestClient client(String id) throws Exception {
    return new TestClient(port(), id);
  }

  /** A frame of a smooth signal. */
  static String frame(String id) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      values.add(String.format(java.util.Locale.ROOT, "%.4f", Math.sin(i / 3.0)));
    }
    return "{\"id\":\"" + id + "\",\"values\":[" + String.join(",", values) + "]}";
  }

  @Override
  public void close() {
    gateway.close();
  }
}
