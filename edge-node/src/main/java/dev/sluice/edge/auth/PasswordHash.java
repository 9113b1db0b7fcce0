package dev.sluice.edge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An argon2id hash (RFC 9106) as the password file writes it: {@code
 * $argon2id$v=19$m=7168,t=5,p=1$SALT$HASH}, base64 without padding.
 *
 * @param cost memory and passes
 */
record PasswordHash(Cost cost, byte[] salt, byte[] hash) {
  static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KB_MAX = 64 << 10;
  private static final int PASSES_MAX = 16;

  private static final Pattern TEXT =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

  /**
   * What one guess costs.
   *
   * @param memoryKb memory in KiB, at least 8
   * @param passes over that memory
   */
  record Cost(int memoryKb, int passes) {
    /** For what people think up: the least memory of the equal settings that OWASP recommends. */
    static final Cost CHOSEN = new Cost(7168, 5);

    /** For 120 random bits, which no number of guesses finds: a thousand devices come at once. */
    static final Cost RANDOM = new Cost(64, 1);
  }

  /** Takes as long as its cost says. */
  static PasswordHash of(byte[] password, byte[] salt, Cost cost) {
    return new PasswordHash(cost, salt.clone(), compute(password, salt, cost, HASH_BYTES));
  }

  /** Empty when the text is no such hash, or one that would take this machine down. */
  static Optional<PasswordHash> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Cost cost = new Cost(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    boolean bearable =
        cost.memoryKb() >= 8
            && cost.memoryKb() <= MEMORY_KB_MAX
            && cost.passes() >= 1
            && cost.passes() <= PASSES_MAX;
    try {
      Base64.Decoder base64 = Base64.getDecoder();
      return bearable
          ? Optional.of(
              new PasswordHash(
                  cost, base64.decode(matcher.group(3)), base64.decode(matcher.group(4))))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Takes as long for a wrong password as for the right one. */
  boolean matches(byte[] password) {
    return MessageDigest.isEqual(hash, compute(password, salt, cost, hash.length));
  }

  private static byte[] compute(byte[] password, byte[] salt, Cost cost, int bytes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKb())
            .withIterations(cost.passes())
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    argon2.generateBytes(password, hash);
    return hash;
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            cost.memoryKb(),
            cost.passes(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /** Names this hash without telling it. */
  String tag() {
    return "password:" + Digests.fingerprint(text().getBytes(StandardCharsets.US_ASCII));
  }

  /** Never the hash: this may end up in a log. */
  @Override
  public String toString() {
    return "PasswordHash[" + cost + "]";
  }
}
