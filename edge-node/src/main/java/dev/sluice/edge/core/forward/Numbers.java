package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Payload;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads a payload that is nothing but a decimal number. */
final class Numbers {
  private static final int LENGTH_MAX = 64;
  private static final Pattern DECIMAL =
      Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");

  private Numbers() {}

  /** Empty when it is anything else, or beyond the range of a double. */
  static OptionalDouble parse(Payload payload) {
    if (payload.size() > LENGTH_MAX) {
      return OptionalDouble.empty();
    }
    String text = new String(payload.bytes(), StandardCharsets.ISO_8859_1);
    if (!DECIMAL.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text.strip());
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
