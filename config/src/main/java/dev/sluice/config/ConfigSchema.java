package dev.sluice.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a configuration file may say: checks a tree, and completes it with default values. */
final class ConfigSchema {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final JsonNode source;
  private final Schema schema;

  private ConfigSchema(JsonNode source) {
    this.source = source;
    this.schema = REGISTRY.getSchema(source);
  }

  /**
   * @param name class path name, such as {@code /schema/edge.schema.json}
   */
  static ConfigSchema load(String name) {
    return new ConfigSchema(SchemaSource.read(name));
  }

  List<Fault> check(ConfigTree tree) {
    return schema.validate(tree.root()).stream().map(error -> fault(error, tree)).toList();
  }

  private Fault fault(Error error, ConfigTree tree) {
    FieldPath at = path(error.getInstanceLocation());
    NodePath keyword = error.getSchemaLocation().getFragment();
    FaultWords words = new FaultWords(error, node(keyword.getParent()));
    return switch (error.getKeyword()) {
      case "additionalProperties" -> {
        FieldPath key = at.child(error.getProperty());
        yield new Fault(tree.placeOfKey(key), key, words.unknownKey());
      }
      case "required" ->
          new Fault(
              tree.placeOf(at), at.child(error.getProperty()), "is missing: it has no default");
      default -> new Fault(tree.placeOf(at), at, SecretField.is(at) ? words.must() : words.text());
    };
  }

  /** The schema object that the failed keyword stands in. */
  private JsonNode node(NodePath location) {
    JsonNode node = source;
    for (int i = 0; i < location.getNameCount(); i++) {
      String name = location.getName(i);
      node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
    }
    return node;
  }

  private static FieldPath path(NodePath location) {
    FieldPath path = FieldPath.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      path = path.child(location.getName(i));
    }
    return path;
  }

  /** Puts each absent value that has a default in; the tree must have passed the check. */
  void fillDefaults(ConfigTree tree) {
    fill(tree.root(), source);
  }

  private static void fill(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      schema
          .path("properties")
          .forEachEntry(
              (key, property) -> {
                if (!object.has(key) && property.has("default")) {
                  object.set(key, property.get("default").deepCopy());
                }
                fill(object.path(key), property);
              });
      fillOthers(object, schema);
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> fill(item, schema.path("items")));
    }
  }

  /** Maps with keys of the user's choice describe their values under additionalProperties. */
  private static void fillOthers(ObjectNode object, JsonNode schema) {
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject()) {
      object.forEachEntry(
          (key, value) -> {
            if (!schema.path("properties").has(key)) {
              fill(value, others);
            }
          });
    }
  }
}
