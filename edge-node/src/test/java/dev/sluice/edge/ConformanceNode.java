package dev.sluice.edge;

import dev.sluice.edge.config.EdgeConfigFile;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An edge node as {@code config/conformance.yaml} wants it, but on free ports. */
final class ConformanceNode implements AutoCloseable {
  private static final Path FILE =
      Path.of(System.getProperty("sluice.root"), "config", "conformance.yaml");

  private final Gateway gateway;
  private final int port;

  ConformanceNode(Path folder) throws Exception {
    List<String> freePorts = List.of("listener.port=0", "admin.port=0");
    gateway = new Gateway(EdgeConfigFile.load(FILE, freePorts), folder.resolve("journal"));
    port = gateway.open().mqttPort();
  }

  int port() {
    return port;
  }

  CodecClient client(MqttVersion version) throws IOException {
    return new CodecClient(port, version);
  }

  /** Connected with a new session that ends with the connection. */
  CodecClient clean(MqttVersion version, String clientId) throws IOException {
    CodecClient client = client(version);
    client.begin(client.connect(clientId, true));
    return client;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
