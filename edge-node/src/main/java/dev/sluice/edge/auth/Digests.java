package dev.sluice.edge.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java has. */
final class Digests {
  private static final int FINGERPRINT_BYTES = 12;

  private Digests() {}

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java without SHA-256", e);
    }
  }

  /** Enough of a digest to tell things apart. */
  static String fingerprint(byte[] content) {
    return HexFormat.of().formatHex(sha256(content), 0, FINGERPRINT_BYTES);
  }
}
