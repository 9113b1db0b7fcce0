package dev.sluice.cloud.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** How the broker knows the bridge of its own process: a password made for this run. */
public record BridgeCredentials(String username, String password) {
  private static final int PASSWORD_BYTES = 24;

  /** Never the same twice. */
  public static BridgeCredentials random() {
    byte[] secret = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(secret);
    return new BridgeCredentials("sluice-bridge", HexFormat.of().formatHex(secret));
  }

  boolean match(String otherUsername, byte[] otherPassword) {
    return username.equals(otherUsername)
        && MessageDigest.isEqual(password.getBytes(StandardCharsets.UTF_8), otherPassword);
  }

  @Override
  public String toString() {
    return "BridgeCredentials[" + username + "]";
  }
}
