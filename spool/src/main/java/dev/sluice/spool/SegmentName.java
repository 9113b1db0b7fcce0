package dev.sluice.spool;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How segments are named: by number, so that their names sort as they were written. */
final class SegmentName {
  private static final Pattern NAME = Pattern.compile("([0-9]{16})\\.spool");

  private SegmentName() {}

  static String of(long number) {
    return String.format(Locale.ROOT, "%016d.spool", number);
  }

  /** Empty for the name of anything else. */
  static OptionalLong numberOf(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** Of what is kept for whoever looks into a damage, and read no more. */
  static String quarantined(long number) {
    return of(number) + ".damaged";
  }
}
