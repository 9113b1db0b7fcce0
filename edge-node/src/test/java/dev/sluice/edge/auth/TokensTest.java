package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.broker.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final String SECRET = "a secret of more than thirty-two bytes";

  private static Instant soon() {
    return Instant.now().plus(Duration.ofMinutes(5));
  }

  @TempDir Path folder;

  private Tokens.Settings settings(String... algorithms) {
    return new Tokens.Settings(
        folder.resolve("keys"),
        Set.of(algorithms),
        "sub",
        "roles",
        Optional.of("https://issuer.example"),
        Optional.empty(),
        Map.of("site", "north"),
        Duration.ofSeconds(30),
        true);
  }

  private Tokens withSecret() throws Exception {
    Files.writeString(folder.resolve("keys"), SECRET);
    return Tokens.open(settings("HS256"));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("pump")
        .issuer("https://issuer.example")
        .claim("site", "north")
        .claim("roles", List.of("device", "everyone"))
        .expirationTime(Date.from(soon()));
  }

  private static byte[] signed(
      JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
    token.sign(signer);
    return token.serialize().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hs256(JWTClaimsSet.Builder claims) throws Exception {
    return signed(JWSAlgorithm.HS256, new MACSigner(SECRET), claims);
  }

  private static Identity identity(Verdict verdict) {
    return ((Verdict.Accepted) verdict).identity();
  }

  private static final Verdict REFUSED = new Verdict.Refused(Refusal.BAD_TOKEN);

  private static Verdict check(Tokens tokens, byte[] token) {
    return tokens.check(token, Optional.empty(), false);
  }

  @Test
  void takesNameRolesAndEndFromTheClaims() throws Exception {
    Verdict verdict = check(withSecret(), hs256(claims()));
    assertThat(identity(verdict).user()).isEqualTo("pump");
    // Roles that the broker gives are not the issuer's to give.
    assertThat(identity(verdict).roles()).containsExactly("device");
    assertThat(((Verdict.Accepted) verdict).until().orElseThrow())
        .isCloseTo(
            soon().plusSeconds(30),
            org.assertj.core.api.Assertions.within(2, java.time.temporal.ChronoUnit.SECONDS));
  }

  @Test
  void takesRsaAndEcBySignature() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    writePem(rsa);
    Tokens byRsa = Tokens.open(settings("RS256", "ES256"));
    byte[] token = signed(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()), claims());
    assertThat(identity(check(byRsa, token)).user()).isEqualTo("pump");
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(256);
    KeyPair ec = curve.generateKeyPair();
    writePem(ec);
    assertThat(byRsa.reload()).isEqualTo("keys for tokens");
    byte[] other =
        signed(JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) ec.getPrivate()), claims());
    assertThat(identity(check(byRsa, other)).user()).isEqualTo("pump");
    // The key of before is not known any more.
    assertThat(check(byRsa, token)).isEqualTo(REFUSED);
  }

  private void writePem(KeyPair pair) throws Exception {
    String base64 = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    Files.writeString(
        folder.resolve("keys"),
        "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
  }

  @Test
  void refusesWhatIsNotAsRequired() throws Exception {
    Tokens tokens = withSecret();
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
    Date future = Date.from(Instant.now().plus(Duration.ofMinutes(5)));
    for (JWTClaimsSet.Builder wrong :
        List.of(
            claims().expirationTime(past),
            claims().expirationTime(null),
            claims().notBeforeTime(future),
            claims().issuer("https://other.example"),
            claims().claim("site", "south"),
            claims().claim("site", null),
            claims().subject(null),
            claims().subject(" "))) {
      assertThat(check(tokens, hs256(wrong))).as(wrong.build().toString()).isEqualTo(REFUSED);
    }
    assertThat(
            check(tokens, signed(JWSAlgorithm.HS256, new MACSigner("another " + SECRET), claims())))
        .isEqualTo(REFUSED);
    assertThat(check(tokens, signed(JWSAlgorithm.HS512, new MACSigner(SECRET + SECRET), claims())))
        .isEqualTo(REFUSED);
    byte[] unsigned =
        new PlainJWT(claims().build()).serialize().getBytes(StandardCharsets.US_ASCII);
    assertThat(check(tokens, unsigned)).isEqualTo(REFUSED);
    assertThat(tokens.looksLikeOne(unsigned)).isFalse();
  }

  @Test
  void forgivesTheIssuersClockALittle() throws Exception {
    Tokens tokens = withSecret();
    Date justNow = Date.from(Instant.now().minusSeconds(20));
    assertThat(check(tokens, hs256(claims().expirationTime(justNow))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void aUserNameBesideTheTokenHasToBeTheSame() throws Exception {
    Tokens tokens = withSecret();
    byte[] token = hs256(claims());
    assertThat(tokens.looksLikeOne(token)).isTrue();
    assertThat(tokens.check(token, Optional.of("pump"), false))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(tokens.check(token, Optional.of("fan"), false)).isEqualTo(REFUSED);
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    Files.writeString(folder.resolve("keys"), "x".repeat(40));
    assertThatThrownBy(() -> Tokens.open(settings("HS256", "RS256")))
        .hasMessageContaining("is neither PEM nor a JWK Set");
    Files.writeString(folder.resolve("keys"), "short");
    assertThatThrownBy(() -> Tokens.open(settings("HS256")))
        .hasMessageContaining("a secret for HS256 has at least 32 bytes (found 5)");
  }

  @Test
  void aFaultyKeyFileLeavesTheKeysOfBefore() throws Exception {
    Tokens tokens = withSecret();
    Files.writeString(folder.resolve("keys"), "{\"keys\": 7}");
    assertThatThrownBy(tokens::reload).hasMessageContaining("is no JWK Set");
    assertThat(check(tokens, hs256(claims()))).isInstanceOf(Verdict.Accepted.class);
  }
}
