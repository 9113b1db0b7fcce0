package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pairing port as those meet it who may use it, and those who may not. */
class PairServerIT {
  private static final SecureRandom RANDOM = new SecureRandom();
  private GatedBridge bridge;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    bridge = new GatedBridge(folder, "");
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  private static JsonObject request() {
    return new JsonObject().put("request", OwnKey.create(RANDOM).request("x"));
  }

  @Test
  void guessingIsEndedAfterTenTokensAndWithItTheGoodOne() throws Exception {
    String good = bridge.invite("gw");
    for (int i = 0; i < 10; i++) {
      assertThat(bridge.pair("%032x".formatted(i), OwnKey.create(RANDOM)).statusCode())
          .isEqualTo(403);
    }
    HttpResponse<String> answer = bridge.pair(good, OwnKey.create(RANDOM));
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("too many wrong tokens");
  }

  @Test
  void aBridgeOfAnotherAuthorityIsNotBelieved() {
    assertThatThrownBy(() -> bridge.post("pair", LinkIdentity.pinned("ab".repeat(32)), request()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void renewalNeedsACertificateThatCounts() throws Exception {
    Instant now = Instant.now();
    LinkIdentity copied = bridge.issued("gw", now.minusSeconds(60), now.plusSeconds(600));
    LinkIdentity paired = bridge.paired("gw");

    assertThat(
            bridge
                .post("renew", LinkIdentity.pinned(bridge.pairing.fingerprint()), request())
                .statusCode())
        .isEqualTo(403);
    assertThat(bridge.post("renew", copied.context(), request()).statusCode()).isEqualTo(403);
    assertThatThrownBy(() -> bridge.post("renew", bridge.foreign("gw").context(), request()))
        .isInstanceOf(IOException.class);
    HttpResponse<String> renewed = bridge.post("renew", paired.context(), request());
    assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    assertThat(new JsonObject(renewed.body()).getString("edge")).isEqualTo("gw");
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheNextOneServed() throws Exception {
    var pinned = LinkIdentity.pinned(bridge.pairing.fingerprint());
    assertThat(bridge.post("pair", pinned, new JsonObject()).statusCode()).isEqualTo(403);
    assertThat(bridge.post("pair", pinned, new JsonObject().put("token", 5)).statusCode())
        .isEqualTo(403);
    assertThat(
            bridge
                .post("pair", pinned, new JsonObject().put("token", "x".repeat(20_000)))
                .statusCode())
        .isEqualTo(413);
    assertThat(bridge.paired("gw").name()).isEqualTo("gw");
  }
}
