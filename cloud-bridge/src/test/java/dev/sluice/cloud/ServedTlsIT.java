package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.inference.ModelTrust;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that others may ask: over TLS, with a token. */
class ServedTlsIT {
  private static final String PASSWORD = "for-this-test";
  private static final String MANIFEST =
      """
      name: remote
      version: "9"
      input: {tensor: in, window: 4}
      output: {tensor: out, labels: [normal, anomaly], threshold: 0.5}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void makeCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process making =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "bridge",
                "-keyalg",
                "EC",
                "-dname",
                "CN=bridge",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(making.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("bridge").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("bridge", PASSWORD.toCharArray()).getEncoded());
    Files.writeString(folder.resolve("token"), "a-token-of-enough-letters\n");
    Files.writeString(folder.resolve("remote.model.yaml"), MANIFEST);
  }

  private void pem(String file, String kind, byte[] bytes) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file), "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(kind, text));
  }

  private CloudConfig config(String name, String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    return CloudConfig.load(file, List.of("broker.port=0", "admin.port=0"));
  }

  private CloudNode asking(String name, int port, String more) throws Exception {
    CloudConfig config =
        config(
            name,
            "inference: {servers: [{name: other, url: 'https://127.0.0.1:%d', token-file: token, %s models: [{manifest: remote.model.yaml, name: mean}]}]}"
                .formatted(port, more));
    return CloudNode.start(
        config,
        folder.resolve(name),
        new FakeModels(),
        List.of(),
        ModelServers.open(config.inference().servers(), ModelTrust.EVERYBODY));
  }

  private static Envelope.Answer ask(CloudNode bridge, String edgeId) throws Exception {
    try (EdgeClient edge = new EdgeClient(bridge.mqttPort(), new LinkId(edgeId, 3)).connect()) {
      edge.send(
          new Envelope.Request(edge.link, 1, "remote", 9_000, 5, new float[] {1, 1, 0.5f, 0.5f}));
      await().until(() -> !edge.answers().isEmpty());
      return edge.answers().get(0);
    }
  }

  @Test
  void isAskedByWhoeverKnowsItsAuthorityAndToken() throws Exception {
    CloudConfig served =
        config(
            "served",
            "inference: {serve: {host: 0.0.0.0, port: 0, token-file: token, tls: {certificate: cert.pem, key: key.pem}}}");
    try (CloudNode has =
            CloudNode.start(
                served, folder.resolve("served"), new FakeModels(), List.of(FakeModels.MEAN));
        CloudNode knows = asking("knows", has.modelPort().orElseThrow(), "ca: cert.pem,");
        CloudNode doubts = asking("doubts", has.modelPort().orElseThrow(), "")) {
      Envelope.Answer answer = ask(knows, "one");
      assertThat(answer.detail()).isEmpty();
      assertThat(answer.score()).isEqualTo(0.75f);

      Envelope.Answer none = ask(doubts, "two");
      assertThat(none.status()).isEqualTo(Envelope.Status.FAILED);
      assertThat(none.detail()).contains("its certificate is not trusted");
    }
  }
}
