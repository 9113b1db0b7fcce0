package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema read from the class path with every {@code $ref} replaced by what it points at, so
 * that checking, default values and error words all read one plain tree. Keywords beside a {@code
 * $ref} take precedence over those that it brings.
 */
final class SchemaSource {
  private static final int REF_DEPTH_MAX = 64;

  private final Map<String, JsonNode> documents = new HashMap<>();

  private SchemaSource() {}

  /**
   * @param name absolute class path name; references to other files are relative to it
   */
  static JsonNode read(String name) {
    SchemaSource source = new SchemaSource();
    JsonNode document = source.document(name);
    return source.expand(document, document, name, 0);
  }

  private JsonNode expand(JsonNode node, JsonNode document, String name, int depth) {
    if (depth > REF_DEPTH_MAX) {
      throw new IllegalStateException(name + " refers to itself");
    }
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node.isArray()) {
      ArrayNode items = nodes.arrayNode();
      node.forEach(item -> items.add(expand(item, document, name, depth + 1)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode expanded = nodes.objectNode();
    if (node.path("$ref").isString()) {
      expanded.setAll((ObjectNode) target(node.get("$ref").asString(), document, name, depth));
    }
    node.forEachEntry(
        (key, value) -> {
          if (!key.equals("$ref") && !key.equals("$defs")) {
            expanded.set(key, expand(value, document, name, depth + 1));
          }
        });
    return expanded;
  }

  private JsonNode target(String ref, JsonNode document, String name, int depth) {
    int hash = ref.indexOf('#');
    String file = ref.substring(0, hash);
    String targetName = file.isEmpty() ? name : name.substring(0, name.lastIndexOf('/') + 1) + file;
    JsonNode targetDocument = file.isEmpty() ? document : document(targetName);
    JsonNode target = targetDocument.at(ref.substring(hash + 1));
    if (!target.isObject()) {
      throw new IllegalStateException(name + " refers to " + ref + ", which does not exist");
    }
    return expand(target, targetDocument, targetName, depth + 1);
  }

  /** Read once, though many references lead there. */
  private JsonNode document(String name) {
    return documents.computeIfAbsent(name, SchemaSource::parsed);
  }

  private static JsonNode parsed(String name) {
    try (InputStream in = SchemaSource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no schema on the class path: " + name);
      }
      return JsonText.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
