package dev.sluice.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.sluice.broker.Identity;
import dev.sluice.config.ConfigException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * JSON Web Tokens (RFC 7519) in the password of CONNECT: signed with a key of the key file, valid
 * now, with the claims that are required.
 */
public final class Tokens {
  private static final Pattern THREE_PARTS =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /**
   * @param keys a PEM public key, a JWK Set, or a secret; see {@link TokenKeys}
   * @param algorithms such as RS256; a token that names another is refused
   * @param userClaim whose value is the user's name
   * @param rolesClaim a list of words or one with blanks; roles without rules give nothing
   * @param required claims and the exact values that they must have
   * @param tolerance by which the issuer's clock may differ from ours
   * @param closeAtExpiry whether a connection ends with its token
   */
  public record Settings(
      Path keys,
      Set<String> algorithms,
      String userClaim,
      String rolesClaim,
      Optional<String> issuer,
      Optional<String> audience,
      Map<String, String> required,
      Duration tolerance,
      boolean closeAtExpiry) {}

  private final Settings settings;
  private volatile DefaultJWTProcessor<SecurityContext> processor;

  private Tokens(Settings settings, DefaultJWTProcessor<SecurityContext> processor) {
    this.settings = settings;
    this.processor = processor;
  }

  /**
   * @throws ConfigException when the key file cannot be used
   */
  public static Tokens open(Settings settings) throws ConfigException {
    return new Tokens(settings, processor(settings));
  }

  /** What {@link #reload} reads. */
  public List<Path> watched() {
    return List.of(settings.keys());
  }

  /**
   * @return one line: what is taken now
   * @throws ConfigException when the key file is faulty: the keys from before stay
   */
  public String reload() throws ConfigException {
    processor = processor(settings);
    return "keys for tokens";
  }

  private static DefaultJWTProcessor<SecurityContext> processor(Settings settings)
      throws ConfigException {
    Set<JWSAlgorithm> algorithms = new HashSet<>();
    settings.algorithms().forEach(name -> algorithms.add(JWSAlgorithm.parse(name)));
    DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
    made.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms, new ImmutableJWKSet<>(TokenKeys.load(settings.keys(), algorithms))));
    JWTClaimsSet.Builder exact = new JWTClaimsSet.Builder();
    settings.required().forEach(exact::claim);
    settings.issuer().ifPresent(exact::issuer);
    // Without an end it could never be taken away.
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            settings.audience().orElse(null), exact.build(), Set.of(settings.userClaim(), "exp"));
    claims.setMaxClockSkew((int) settings.tolerance().toSeconds());
    made.setJWTClaimsSetVerifier(claims);
    return made;
  }

  boolean looksLikeOne(byte[] password) {
    return THREE_PARTS.matcher(new String(password, StandardCharsets.ISO_8859_1)).matches();
  }

  /**
   * @param userName if it is given, it has to be the token's
   */
  Verdict check(byte[] token, Optional<String> userName, boolean local) {
    try {
      JWTClaimsSet claims = processor.process(new String(token, StandardCharsets.US_ASCII), null);
      String user = claims.getStringClaim(settings.userClaim());
      if (user == null || user.isBlank() || !userName.map(user::equals).orElse(true)) {
        return new Verdict.Refused(Refusal.BAD_TOKEN);
      }
      Identity identity =
          new Identity(
              Credential.TOKEN.realm(),
              user,
              roles(claims),
              Credential.TOKEN.named(Digests.fingerprint(token)),
              local);
      return new Verdict.Accepted(identity, until(claims.getExpirationTime()));
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return new Verdict.Refused(Refusal.BAD_TOKEN);
    }
  }

  private Optional<Instant> until(Date expiry) {
    return settings.closeAtExpiry()
        ? Optional.of(expiry.toInstant().plus(settings.tolerance()))
        : Optional.empty();
  }

  private Set<String> roles(JWTClaimsSet claims) {
    Object found = claims.getClaim(settings.rolesClaim());
    Set<String> roles = new HashSet<>();
    if (found instanceof List<?> list) {
      list.forEach(role -> roles.add(String.valueOf(role)));
    } else if (found instanceof String words) {
      roles.addAll(List.of(words.strip().split(" +", -1)));
    }
    // These two are given by the broker alone.
    roles.removeAll(Set.of(Acl.ANONYMOUS, Acl.EVERYONE, ""));
    return roles;
  }
}
