package dev.sluice.status;

import java.util.Locale;

/** Sizes and durations as people read them. */
final class Words {
  private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB"};
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Words() {}

  /** Such as {@code 12.4 MB}; 1 KB is 1,024 bytes, as in the configuration. */
  static String bytes(double bytes) {
    double left = bytes;
    int size = 0;
    while (left >= 1_024 && size < SIZES.length - 1) {
      left /= 1_024;
      size++;
    }
    return String.format(Locale.ROOT, size == 0 ? "%.0f %s" : "%.1f %s", left, SIZES[size]);
  }

  /** Such as {@code 41 s}, {@code 3 h 12 min}, {@code 9 d 4 h}. */
  static String duration(double seconds) {
    long whole = (long) seconds;
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return "%d min %d s".formatted(whole / MINUTE, whole % MINUTE);
    }
    return whole < DAY
        ? "%d h %d min".formatted(whole / HOUR, whole % HOUR / MINUTE)
        : "%d d %d h".formatted(whole / DAY, whole % DAY / HOUR);
  }

  /** With {@code ?} for control characters, and for those that turn the text of a line around. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
  }
}
