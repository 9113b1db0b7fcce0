package dev.sluice.config;

import tools.jackson.databind.JsonNode;

/** One override from the command line: {@code listener.port=1884}. */
record Setting(FieldPath path, JsonNode value, Place place) {

  /**
   * A value is one plain word or number; what begins with a quote or a bracket is read as YAML, so
   * that {@code a="17"} is text and {@code a=[x, y]} a list. Braces are plain, because topics hold
   * {@code {topic}}.
   */
  static Setting parse(String text) throws ConfigException {
    return parse(text, "");
  }

  /**
   * @param prefix what the text begins with, and its field does not
   */
  static Setting parse(String text, String prefix) throws ConfigException {
    int equals = text.indexOf('=');
    if (equals < 1 || equals < prefix.length()) {
      throw Fault.exception(
          Place.ofOverride(text), FieldPath.ROOT, "must be key=value, such as listener.port=1884");
    }
    FieldPath path = FieldPath.parse(text.substring(prefix.length(), equals));
    String shown = SecretField.is(path) ? text.substring(0, equals) : text;
    Place place = Place.ofOverride(shown);
    String value = text.substring(equals + 1);
    return new Setting(path, YamlReader.value(value, place, path), place);
  }

  ConfigException fault(String what) {
    return Fault.exception(place, FieldPath.ROOT, what);
  }
}
