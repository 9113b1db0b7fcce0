package dev.sluice.edge.forward;

import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Looks for the first finite number in one field of one JSON text, and reads it to its end. */
final class NumberSearch {
  private final JsonParser json;
  private final List<String> keys;
  private OptionalDouble found = OptionalDouble.empty();

  NumberSearch(JsonParser json, List<String> keys) {
    this.json = json;
    this.keys = keys;
  }

  /** Empty when there is none, or something follows the text. */
  OptionalDouble run() {
    if (json.nextToken() == null) {
      return OptionalDouble.empty();
    }
    value(0);
    return json.nextToken() == null ? found : OptionalDouble.empty();
  }

  /**
   * @param depth keys that lie behind the current token, the value of the last of them
   */
  private void value(int depth) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        value(depth);
      }
    } else if (token == JsonToken.START_OBJECT) {
      object(depth);
    } else if (depth == keys.size() && token.isNumeric() && found.isEmpty()) {
      double value = json.getDoubleValue();
      found = Double.isFinite(value) ? OptionalDouble.of(value) : found;
    }
  }

  private void object(int depth) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean onTheWay = depth < keys.size() && json.currentName().equals(keys.get(depth));
      json.nextToken();
      if (onTheWay) {
        value(depth + 1);
      } else {
        json.skipChildren();
      }
    }
  }
}
