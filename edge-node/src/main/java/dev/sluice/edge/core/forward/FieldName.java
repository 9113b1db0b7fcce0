package dev.sluice.edge.core.forward;

import java.util.ArrayList;
import java.util.List;

/**
 * Which field of a JSON payload: the keys from its root, written {@code position.lat}; a dot that
 * belongs to a key is written {@code \.}. Arrays on the way are walked through: {@code
 * readings.raw} is that key of each element of {@code readings}.
 *
 * @param keys at least one, none of them empty
 */
public record FieldName(List<String> keys) {
  public FieldName {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.contains("")) {
      throw new IllegalArgumentException(
          "must be keys joined by dots, such as position.lat, none of them empty");
    }
  }

  /**
   * @throws IllegalArgumentException when a key is empty
   */
  public static FieldName parse(String text) {
    List<String> keys = new ArrayList<>();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes = c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '.';
      if (escapes) {
        key.append('.');
        i++;
      } else if (c == '.') {
        keys.add(key.toString());
        key.setLength(0);
      } else {
        key.append(c);
      }
    }
    keys.add(key.toString());
    return new FieldName(keys);
  }
}
