package dev.sluice.status;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One status, readable by JSON pointer, beside an earlier one of the same run, from which rates
 * follow.
 */
final class Figures {
  private final JsonNode now;
  private final Optional<JsonNode> before;
  private final double seconds;

  private Figures(JsonNode now, Optional<JsonNode> before, double seconds) {
    this.now = now;
    this.before = before;
    this.seconds = seconds;
  }

  static Figures of(JsonNode now) {
    return new Figures(now, Optional.empty(), 0);
  }

  /**
   * @param seconds between the two
   */
  static Figures since(JsonNode before, JsonNode now, double seconds) {
    return seconds > 0 ? new Figures(now, Optional.of(before), seconds) : of(now);
  }

  JsonNode at(String pointer) {
    return now.at(pointer);
  }

  String text(String pointer) {
    return now.at(pointer).asString("-");
  }

  double number(String pointer) {
    return now.at(pointer).asDouble(0);
  }

  /** A whole number. */
  String whole(String pointer) {
    return String.format(Locale.ROOT, "%,d", now.at(pointer).asLong(0));
  }

  /** A number that only grows, and how fast where that is known. */
  String count(String pointer) {
    return whole(pointer) + rate(pointer).map(" (%s)"::formatted).orElse("");
  }

  /** Empty without an earlier status, and when the program was started between the two. */
  private Optional<String> rate(String pointer) {
    return before
        .map(earlier -> number(pointer) - earlier.at(pointer).asDouble(0))
        .filter(grown -> grown >= 0)
        .map(grown -> perSecond(grown / seconds));
  }

  private static String perSecond(double rate) {
    return String.format(Locale.ROOT, rate < 10 && rate > 0 ? "%.1f/s" : "%,.0f/s", rate);
  }
}
