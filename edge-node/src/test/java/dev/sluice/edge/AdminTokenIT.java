package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.admin.AdminToken;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators' pages where others can reach them: HTTPS and a token. */
class AdminTokenIT {
  private static final String TOKEN = "0123456789abcdef0123";

  @TempDir Path folder;
  private Gateway gateway;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Authority authority =
        Authority.create("Test authority", SecureGateway.days(0, 1), new SecureRandom());
    Issued own = authority.server(List.of("localhost"), SecureGateway.days(0, 1));
    Files.writeString(folder.resolve("ca.crt"), authority.own().certificate());
    Files.writeString(folder.resolve("a.crt"), own.certificate());
    Files.writeString(folder.resolve("a.key"), own.key());
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Path yaml =
        Files.writeString(
            folder.resolve("edge.yaml"),
            """
            node: {id: a}
            listener: {port: 0}
            admin: {port: 0, token-file: token, tls: {certificate: a.crt, key: a.key}}
            durability: memory
            uplink: {enabled: false}
            """);
    gateway = new Gateway(EdgeConfigFile.load(yaml, List.of()), folder.resolve("journal"));
    port = gateway.open().adminPort();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private int get(String path, String authorization) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().sslContext(TestTls.context(folder.resolve("ca.crt"))).build();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String basic(String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString(("any:" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void answersWhoKnowsTheToken() throws Exception {
    assertThat(get("/metrics", "")).isEqualTo(401);
    assertThat(get("/", "Bearer wrong")).isEqualTo(401);
    assertThat(get("/api/status", "Basic ???")).isEqualTo(401);
    assertThat(get("/metrics", basic("wrong"))).isEqualTo(401);
    assertThat(get("/metrics", "Bearer " + TOKEN)).isEqualTo(200);
    assertThat(get("/metrics", basic(TOKEN))).isEqualTo(200);
    assertThat(get("/health/live", "")).isEqualTo(200);
  }

  @Test
  void takesAnotherTokenWithoutARestart() throws Exception {
    Files.writeString(folder.resolve("token"), "another-token-of-the-file");
    await().until(() -> get("/metrics", "Bearer another-token-of-the-file") == 200);
    assertThat(get("/metrics", "Bearer " + TOKEN)).isEqualTo(401);
  }

  @Test
  void aTokenThatIsEasyToGuessIsRefused() throws Exception {
    Path weak = Files.writeString(folder.resolve("weak"), "admin\n");
    assertThatThrownBy(() -> AdminToken.open(weak))
        .hasMessageContaining("must hold one line of at least 16 characters");
  }
}
