package dev.sluice.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** How one word of YAML becomes a JSON value, by the core schema of YAML 1.2. */
final class YamlScalar {
  static final CoreSchema SCHEMA = new CoreSchema();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private YamlScalar() {}

  /** A word without quotes: number, true, false, null or else text. */
  static JsonNode plain(String text) {
    Tag tag = SCHEMA.getScalarResolver().resolve(text, true);
    return value(tag, text).orElseGet(() -> NODES.stringNode(text));
  }

  /** Empty when the tag is none of the core schema's, or the number is infinite or too large. */
  static Optional<JsonNode> value(Tag tag, String text) {
    try {
      if (tag.equals(Tag.STR)) {
        return Optional.of(NODES.stringNode(text));
      }
      if (tag.equals(Tag.NULL)) {
        return Optional.of(NODES.nullNode());
      }
      if (tag.equals(Tag.BOOL)) {
        return Optional.of(NODES.booleanNode(Boolean.parseBoolean(text)));
      }
      if (tag.equals(Tag.INT)) {
        return Optional.of(NODES.numberNode(integer(text)));
      }
      if (tag.equals(Tag.FLOAT)) {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? Optional.of(NODES.numberNode(number)) : Optional.empty();
      }
      return Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long integer(String text) {
    if (text.startsWith("0x")) {
      return Long.parseLong(text.substring(2), 16);
    }
    return text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.parseLong(text);
  }
}
