package dev.sluice.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or data, written {@code 512B}, {@code 64KB}, {@code 8MB} or {@code 1GB}. The
 * units are binary: 1KB is 1,024 bytes, 1MB is 1,024KB.
 */
public record DataSize(long bytes) {
  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB)");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  /**
   * @throws IllegalArgumentException when the text is not a whole number and a unit
   */
  public static DataSize parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a size such as 512B, 64KB, 8MB or 1GB");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "KB" -> new DataSize(number << 10);
      case "MB" -> new DataSize(number << 20);
      case "GB" -> new DataSize(number << 30);
      default -> new DataSize(number);
    };
  }

  /**
   * For sizes of arrays and buffers.
   *
   * @throws IllegalArgumentException beyond 2 GB
   */
  public int bytesAsInt() {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("must be less than 2GB");
    }
    return (int) bytes;
  }
}
