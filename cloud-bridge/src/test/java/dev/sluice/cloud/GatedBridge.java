package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.pairing.Invitations;
import dev.sluice.cloud.pairing.PairingFolder;
import dev.sluice.cloud.pairing.Roster;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.CertificateRequest;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A bridge with a gate on loopback, and the ways in which edge nodes come by their certificates.
 */
final class GatedBridge implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final Path folder;
  private final FakeModels models = new FakeModels();
  final CloudNode node;
  final PairingFolder pairing;
  final Roster roster;

  GatedBridge(Path folder, String moreOfGate) throws Exception {
    this.folder = folder;
    Path file = folder.resolve("cloud.yaml");
    Files.writeString(
        file,
        """
        broker: {port: 0}
        admin: {port: 0}
        readiness: {interval: 50ms}
        gate: {host: 127.0.0.1, port: 0, pair-port: 0, names: [127.0.0.1, localhost]%s}
        """
            .formatted(moreOfGate));
    Path store = folder.resolve("store");
    node =
        CloudNode.start(CloudConfig.load(file, List.of()), store, models, List.of(FakeModels.MEAN));
    pairing = PairingFolder.open(StorePlace.pairing(store), Instant::now);
    roster = new Roster(pairing);
  }

  int port() {
    return node.gate().orElseThrow().port();
  }

  String invite(String edgeId) throws Exception {
    return new Invitations(pairing).invite(edgeId, Duration.ofMinutes(5));
  }

  /** What the pairing port answers. */
  HttpResponse<String> post(String path, SSLContext tls, JsonObject body) throws Exception {
    URI uri =
        URI.create("https://127.0.0.1:" + node.gate().orElseThrow().pairPort() + "/v1/" + path);
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(
            HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> pair(String secret, OwnKey key) throws Exception {
    JsonObject body = new JsonObject().put("token", secret).put("request", key.request("x"));
    return post("pair", LinkIdentity.pinned(pairing.fingerprint()), body);
  }

  /** Invited and paired, as an edge node would be. */
  LinkIdentity paired(String edgeId) throws Exception {
    OwnKey key = OwnKey.create(RANDOM);
    return identity(key, new JsonObject(pair(invite(edgeId), key).body()).getString("certificate"));
  }

  /** With a certificate of this bridge's authority that was never given to an edge node. */
  LinkIdentity issued(String edgeId, Instant from, Instant until) throws Exception {
    Path at = pairing.authorityFile().getParent();
    Authority authority =
        Authority.load(at.resolve("ca.crt"), at.resolve("ca.key"), Instant.now(), RANDOM);
    return by(authority, edgeId, from, until);
  }

  /** With a certificate of somebody else. */
  LinkIdentity foreign(String edgeId) throws Exception {
    Instant now = Instant.now();
    Instant until = now.plusSeconds(600);
    return by(
        Authority.create("Sluice bridge", new Validity(now.minusSeconds(60), until), RANDOM),
        edgeId,
        now.minusSeconds(60),
        until);
  }

  private LinkIdentity by(Authority authority, String edgeId, Instant from, Instant until)
      throws Exception {
    OwnKey key = OwnKey.create(RANDOM);
    CertificateRequest request = CertificateRequest.read(key.request(edgeId)).orElseThrow();
    return identity(key, authority.edge(edgeId, request, new Validity(from, until)));
  }

  LinkIdentity identity(OwnKey key, String certificate) throws Exception {
    Path file = Files.createTempFile(folder, "edge", ".pem");
    Files.writeString(file, key.with(certificate));
    return LinkIdentity.load(file, pairing.authorityFile());
  }

  /** A metric of the bridge. */
  double metric(String line) throws Exception {
    String all =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.adminPort() + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return all.lines()
        .filter(one -> one.startsWith(line + " "))
        .mapToDouble(one -> Double.parseDouble(one.substring(line.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + line + " in\n" + all));
  }

  @Override
  public void close() {
    node.close();
  }
}
