package dev.sluice.edge.forward;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces values by keyed hashes of them (HMAC-SHA-256, RFC 2104): the same value of the same node
 * is always the same pseudonym, and without the key nobody can try values. The name of the node is
 * part of the key, so two nodes with one secret do not share pseudonyms. Used by one thread.
 */
public final class Pseudonyms {
  private static final String ALGORITHM = "HmacSHA256";

  /** 128 bits: two of a billion values of one node are equal by chance once in 10^20 nodes. */
  private static final int BYTES = 16;

  private final Mac mac;

  /**
   * @param secret of the fleet or of the node; empty where no field is hashed
   */
  public Pseudonyms(String secret, String nodeId) {
    byte[] key = (nodeId + "\0" + secret).getBytes(StandardCharsets.UTF_8);
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** 32 hexadecimal digits. */
  String of(String value) {
    byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
  }
}
