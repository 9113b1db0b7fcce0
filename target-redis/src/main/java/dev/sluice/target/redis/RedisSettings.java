package dev.sluice.target.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one Redis is reached.
 *
 * @param password read once, from a file
 * @param timeout of connecting, and of each answer
 * @param recordBytesMax below what the engine takes of one string, 512 MB by default
 */
record RedisSettings(
    String host,
    int port,
    Optional<String> user,
    Optional<String> password,
    Duration timeout,
    long recordBytesMax) {
  private static final Set<String> KNOWN =
      Set.of("host", "port", "user", "password-file", "timeout-ms", "record-bytes-max");
  private static final int PORT = 6_379;
  private static final int TIMEOUT_MS = 5_000;
  private static final int RECORD_BYTES = 1 << 20;
  private static final int RECORD_BYTES_LIMIT = 256 << 20;

  /**
   * @throws IllegalArgumentException that names the setting
   */
  static RedisSettings of(Map<String, String> settings) {
    for (String name : new TreeSet<>(settings.keySet())) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(
            name + ": is no setting of redis; there are " + new TreeSet<>(KNOWN));
      }
    }
    return new RedisSettings(
        settings.getOrDefault("host", "127.0.0.1"),
        number(settings, "port", PORT, 65_535),
        Optional.ofNullable(settings.get("user")),
        Optional.ofNullable(settings.get("password-file")).map(RedisSettings::secret),
        Duration.ofMillis(number(settings, "timeout-ms", TIMEOUT_MS, 600_000)),
        number(settings, "record-bytes-max", RECORD_BYTES, RECORD_BYTES_LIMIT));
  }

  private static int number(Map<String, String> settings, String name, int otherwise, int most) {
    String text = settings.getOrDefault(name, Integer.toString(otherwise));
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s: must be a number from 1 to %d (found %s)".formatted(name, most, text));
  }

  private static String secret(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("password-file: " + file + " cannot be read", e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
