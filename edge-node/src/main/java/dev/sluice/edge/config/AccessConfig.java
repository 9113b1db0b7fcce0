package dev.sluice.edge.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may connect and what clients may do; what each key means stands in its schema.
 *
 * @param workers threads that check proofs
 * @param waiting clients that may wait for them
 */
public record AccessConfig(
    Optional<Path> users,
    Optional<Path> acl,
    Optional<Jwt> jwt,
    Optional<Certificates> certificates,
    int workers,
    int waiting,
    int failuresPerMinute) {

  /** Tokens in the password of CONNECT. */
  public record Jwt(
      Path keys,
      List<String> algorithms,
      String userClaim,
      String rolesClaim,
      Optional<String> issuer,
      Optional<String> audience,
      Map<String, String> required,
      Duration clockTolerance,
      boolean closeAtExpiry) {}

  /** Client certificates as proof. */
  public record Certificates(Name name, List<String> roles) {}

  /** Where the user's name stands in a certificate. */
  public enum Name {
    CN,
    SAN_DNS,
    SAN_URI,
    SAN_EMAIL
  }

  /** Whether anybody is asked who he is. */
  public boolean asks() {
    return users.isPresent() || jwt.isPresent() || certificates.isPresent();
  }
}
