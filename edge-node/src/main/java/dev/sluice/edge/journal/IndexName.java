package dev.sluice.edge.journal;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the index of a segment is named: as the segment, but for the ending. */
final class IndexName {
  private static final Pattern NAME = Pattern.compile("([0-9]{16})\\.idx");

  private IndexName() {}

  static String of(long number) {
    return String.format(Locale.ROOT, "%016d.idx", number);
  }

  /** The segment's number; empty for the name of anything else. */
  static OptionalLong numberOf(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
