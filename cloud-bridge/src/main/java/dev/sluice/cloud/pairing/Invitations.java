package dev.sluice.cloud.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.program.PrivateFile;
import dev.sluice.uplink.LinkId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Invitations that are out: each a file whose name is the hash of its secret. Who takes one away
 * has used it. The secret itself is written nowhere; 128 bits at random need no slow hash.
 */
public final class Invitations {
  private static final int SECRET_BYTES = 16;

  private final PairingFolder folder;

  public Invitations(PairingFolder folder) {
    this.folder = folder;
  }

  /** What came of a secret that was shown. */
  public enum Verdict {
    GOOD,
    /** Never there, used, or withdrawn: which one of them is nobody's business. */
    UNKNOWN,
    EXPIRED
  }

  /**
   * @param edgeId whom it invited; empty unless it was good
   */
  public record Taken(Verdict verdict, String edgeId) {}

  /**
   * Replaces an invitation of the same edge node that is still out.
   *
   * @return its secret, in hexadecimal
   */
  public String invite(String edgeId, Duration life) throws IOException, ConfigException {
    if (!LinkId.isEdgeId(edgeId)) {
      throw new ConfigException(
          "'%s' can be no edge node's name; use 1 to 64 characters of A-Z a-z 0-9 _ . -"
              .formatted(edgeId));
    }
    byte[] secret = new byte[SECRET_BYTES];
    folder.random().nextBytes(secret);
    String text = HexFormat.of().formatHex(secret);
    return folder.changed(
        () -> {
          withdraw(edgeId);
          Instant until = folder.now().plus(life);
          PrivateFile.write(file(text), edgeId + "\n" + until + "\n");
          return text;
        });
  }

  private void withdraw(String edgeId) throws IOException {
    try (Stream<Path> files = Files.list(folder.invitations())) {
      for (Path file : files.toList()) {
        if (read(file).isEmpty() || read(file).get().edgeId().equals(edgeId)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** It can be used once: whatever the verdict, it is gone. */
  public Taken take(String secret) throws IOException, ConfigException {
    return folder.changed(
        () -> {
          Path file = file(secret);
          Optional<Out> found = Files.exists(file) ? read(file) : Optional.empty();
          Files.deleteIfExists(file);
          if (found.isEmpty()) {
            return new Taken(Verdict.UNKNOWN, "");
          }
          return folder.now().isAfter(found.get().until())
              ? new Taken(Verdict.EXPIRED, "")
              : new Taken(Verdict.GOOD, found.get().edgeId());
        });
  }

  private record Out(String edgeId, Instant until) {}

  /** Empty for what is none, such as a draft that was left behind. */
  private static Optional<Out> read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    try {
      return lines.size() == 2
          ? Optional.of(new Out(lines.get(0), Instant.parse(lines.get(1))))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Path file(String secret) {
    return folder.invitations().resolve(hash(secret));
  }

  private static String hash(String secret) {
    try {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a Java without SHA-256", e);
    }
  }
}
