package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens, and client certificates that name nobody, through live listeners: what is taken, what is
 * refused, and what a change of their files does to those who are in.
 */
class ProofsIT {
  private static final int TAKEN = -1;
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
  private static final String SECRET = "a secret of more than thirty-two bytes";
  private static final String YAML =
      """
      node: {id: proofs}
      listeners:
        - {name: plain, port: 0}
        - name: mutual
          port: 0
          tls:
            certificate: server.crt
            key: server.key
            client-certificates: required
            client-ca: ca.crt
            client-crl: ca.crl
      access:
        acl: acl.yaml
        jwt: {keys: token.key, algorithms: [HS256], issuer: us, audience: gateway, clock-tolerance: 0s}
        failures-per-minute: 1000
      admin: {port: 0}
      durability: memory
      uplink: {enabled: false}
      """;

  private static final String ACL =
      """
      roles:
        device:
          - {allow: publish, topics: ["devices/%u/#"]}
      """;

  @TempDir Path folder;
  private Authority authority;
  private Gateway gateway;
  private Gateway.Addresses addresses;

  @BeforeEach
  void start() throws Exception {
    LogLines.begin();
    authority = Authority.create("Test authority", days(30), new SecureRandom());
    Files.writeString(folder.resolve("ca.crt"), authority.own().certificate());
    revoke();
    Issued server = authority.server(List.of("127.0.0.1"), days(10));
    Files.writeString(folder.resolve("server.crt"), server.certificate());
    Files.writeString(folder.resolve("server.key"), server.key());
    Files.writeString(folder.resolve("token.key"), SECRET);
    Files.writeString(folder.resolve("acl.yaml"), ACL);
    Path yaml = Files.writeString(folder.resolve("edge.yaml"), YAML);
    gateway = new Gateway(EdgeConfigFile.load(yaml, List.of()), folder.resolve("journal"));
    addresses = gateway.open();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Authority.Validity days(int days) {
    return SecureGateway.days(0, days);
  }

  private void revoke(Issued... revoked) throws Exception {
    RevocationList.write(folder.resolve("ca.crl"), authority, List.of(revoked));
  }

  // Tokens.

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("pump")
        .issuer("us")
        .audience("gateway")
        .claim("roles", List.of("device"))
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
  }

  private static String signed(JWTClaimsSet.Builder claims, String secret) throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  private static String token() throws Exception {
    return signed(claims(), SECRET);
  }

  private SecureClient plain(String token) throws Exception {
    String uri = "tcp://127.0.0.1:" + addresses.mqttPorts().get(0);
    return new SecureClient(uri, "pump").as("pump", token);
  }

  @Test
  void aTokenSaysWhoItsBearerIs() throws Exception {
    try (SecureClient pump = plain(token()).connect()) {
      assertThat(pump.publish("devices/pump/t", "mine")).isEqualTo(0x10);
      assertThat(pump.publish("devices/fan/t", "not mine")).isEqualTo(NOT_AUTHORIZED);
    }
  }

  @Test
  void aTokenThatIsWrongInAnyWayIsRefused() throws Exception {
    Date past = Date.from(Instant.now().minusSeconds(1));
    List<String> wrong =
        List.of(
            signed(claims().expirationTime(past), SECRET),
            signed(claims().expirationTime(null), SECRET),
            signed(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(60))), SECRET),
            signed(claims().audience("cloud"), SECRET),
            signed(claims().issuer("them"), SECRET),
            signed(claims().subject("fan"), SECRET),
            signed(claims(), SECRET + " of others"),
            token() + "A");
    for (String token : wrong) {
      assertThat(refusal(plain(token))).as("%s", token).isEqualTo(BAD_USER_NAME_OR_PASSWORD);
    }
    assertThat(LogLines.all().stream().filter(line -> line.startsWith("auth=refused")))
        .hasSize(wrong.size())
        .allMatch(line -> line.contains("reason=bad_token") && line.contains("user=pump"));
  }

  /** The Reason Code of CONNACK, or what Paho says where there was none. */
  private static int refusal(SecureClient client) throws Exception {
    try (client) {
      client.connect();
      return TAKEN;
    } catch (MqttException refused) {
      return refused.getReasonCode();
    }
  }

  @Test
  void aConnectionEndsWithItsToken() throws Exception {
    Date soon = Date.from(Instant.now().plusSeconds(2));
    try (SecureClient pump = plain(signed(claims().expirationTime(soon), SECRET)).connect()) {
      assertThat(pump.publish("devices/pump/t", "while it lasts")).isEqualTo(0x10);

      await().until(() -> pump.closedWith() == NOT_AUTHORIZED);
    }
  }

  @Test
  void anotherKeyHoldsForWhoComesNext() throws Exception {
    try (SecureClient pump = plain(token()).connect()) {
      String next = SECRET + ", the next";
      Files.writeString(folder.resolve("token.key"), next);
      LogLines.await("reload=done what=\"jwt\" now=\"keys for tokens\"");
      await().until(() -> refusal(plain(token())) == BAD_USER_NAME_OR_PASSWORD);
      Files.writeString(folder.resolve("token.key"), "short");
      LogLines.await("reload=refused what=\"jwt\"", "at least 32 bytes", "what was before");

      assertThat(pump.isConnected()).isTrue();
      assertThat(pump.publish("devices/pump/t", "still here")).isEqualTo(0x10);
      try (SecureClient fan =
          new SecureClient("tcp://127.0.0.1:" + addresses.mqttPorts().get(0), "fan")) {
        fan.as("fan", signed(claims().subject("fan"), next)).connect();
      }
    }
  }

  // Certificates.

  private SecureClient mutual(String clientId, SSLContext tls) throws Exception {
    String uri = "ssl://127.0.0.1:" + addresses.mqttPorts().get(1);
    return new SecureClient(uri, clientId).over(tls).as("pump", token());
  }

  private SSLContext showing(Issued certificate) throws Exception {
    return TestTls.context(folder.resolve("ca.crt"), certificate);
  }

  @Test
  void aRevokedCertificateIsNotTakenAndNobodyElseNotices() throws Exception {
    Issued lost = authority.client("lost", days(1));
    Issued kept = authority.client("kept", days(1));
    mutual("lost", showing(lost)).connect().close();
    try (SecureClient pump = mutual("kept", showing(kept)).connect()) {
      revoke(lost);
      LogLines.await("reload=done what=\"tls mutual\"");
      await().until(() -> isRefusedByTls(lost));
      Files.writeString(folder.resolve("ca.crl"), "rubbish");
      LogLines.await("reload=refused what=\"tls mutual\"", "ca.crl");

      assertThat(isRefusedByTls(lost)).as("what was before is in force").isTrue();
      assertThat(pump.publish("devices/pump/t", "still here")).isEqualTo(0x10);
      assertThat(pump.isConnected()).isTrue();
    }
  }

  /** In a handshake from the beginning. */
  private boolean isRefusedByTls(Issued certificate) throws Exception {
    return !Set.of(TAKEN, NOT_AUTHORIZED).contains(refusal(mutual("lost", showing(certificate))));
  }

  @Test
  void aTlsSessionThatGoesOnIsAskedAgain() throws Exception {
    Issued lost = authority.client("lost", days(1));
    SSLContext remembering = showing(lost);
    mutual("lost", remembering).connect().close();
    assertThat(refusal(mutual("lost", remembering))).as("not revoked yet").isEqualTo(TAKEN);
    revoke(lost);
    await().until(() -> isRefusedByTls(lost));

    // The handshake of a resumed session does not look at certificates: CONNACK refuses.
    assertThat(refusal(mutual("lost", remembering))).isEqualTo(NOT_AUTHORIZED);
    LogLines.await("auth=refused reason=bad_certificate");
  }
}
