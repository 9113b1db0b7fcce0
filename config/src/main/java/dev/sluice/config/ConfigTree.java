package dev.sluice.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of one file, with the place where each key and each value was written. */
final class ConfigTree {
  private final Path file;
  private final Map<FieldPath, Place> keys = new HashMap<>();
  private final Map<FieldPath, Place> values = new HashMap<>();
  private final Map<FieldPath, WrittenText> texts = new HashMap<>();
  private JsonNode root = JsonNodeFactory.instance.objectNode();

  ConfigTree(Path file) {
    this.file = file;
    values.put(FieldPath.ROOT, Place.of(file));
  }

  Path file() {
    return file;
  }

  JsonNode root() {
    return root;
  }

  /** Missing where there is none. */
  JsonNode at(FieldPath path) {
    JsonNode node = root;
    for (String name : path.names()) {
      node = child(node, name);
    }
    return node;
  }

  void root(JsonNode node) {
    root = node;
  }

  void placeKey(FieldPath path, Place place) {
    keys.put(path, place);
  }

  void placeValue(FieldPath path, Place place) {
    values.put(path, place);
  }

  /** Whether the file or an override says it; a default does not count. */
  boolean says(FieldPath path) {
    return keys.containsKey(path);
  }

  void placeText(FieldPath path, WrittenText text) {
    texts.put(path, text);
  }

  /** Of a text's character; for an override the override, which has no columns. */
  Place placeOf(FieldPath path, int offset) {
    WrittenText text = texts.get(path);
    return text == null ? placeOf(path) : text.at(offset);
  }

  /** The key's own place; for list items and defaults the nearest value around it. */
  Place placeOfKey(FieldPath path) {
    Place key = keys.get(path);
    return key == null ? placeOf(path) : key;
  }

  /** The value's place; for a value that nobody wrote, the nearest written one around it. */
  Place placeOf(FieldPath path) {
    FieldPath at = path;
    while (!values.containsKey(at)) {
      at = at.parent();
    }
    return values.get(at);
  }

  /** Puts an override's value in, and makes every error below it name the override. */
  void apply(Setting setting) throws ConfigException {
    if (setting.path().isRoot() || setting.path().names().contains("")) {
      throw setting.fault("has an empty key");
    }
    JsonNode parent = root;
    FieldPath at = FieldPath.ROOT;
    for (String name : setting.path().parent().names()) {
      FieldPath below = at.child(name);
      String next = setting.path().names().get(below.names().size());
      parent = step(parent, at, name, next, setting);
      at = below;
    }
    put(parent, at, setting.path().name(), setting.value(), setting);
    keys.keySet().removeIf(path -> path.startsWith(setting.path()));
    values.keySet().removeIf(path -> path.startsWith(setting.path()));
    texts.keySet().removeIf(path -> path.startsWith(setting.path()));
    keys.put(setting.path(), setting.place());
    values.put(setting.path(), setting.place());
  }

  /** The container called {@code name}, made when absent: a list when its first item is asked. */
  private JsonNode step(JsonNode parent, FieldPath at, String name, String next, Setting setting)
      throws ConfigException {
    JsonNode found = child(parent, name);
    if (!found.isMissingNode() && !found.isNull()) {
      return found;
    }
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonNode made = next.equals("0") ? nodes.arrayNode() : nodes.objectNode();
    put(parent, at, name, made, setting);
    keys.put(at.child(name), setting.place());
    values.put(at.child(name), setting.place());
    return made;
  }

  private static void put(
      JsonNode parent, FieldPath at, String name, JsonNode value, Setting setting)
      throws ConfigException {
    if (parent instanceof ObjectNode object) {
      object.set(name, value);
    } else if (parent instanceof ArrayNode array) {
      int index = index(name);
      if (index < 0 || index > array.size()) {
        throw setting.fault(
            "'%s' is a list of %d items: use an index from 0 to %d, not '%s'"
                .formatted(at, array.size(), array.size(), name));
      }
      if (index == array.size()) {
        array.add(value);
      } else {
        array.set(index, value);
      }
    } else {
      throw setting.fault("'" + at + "' is a single value, so nothing can be set below it");
    }
  }

  private static JsonNode child(JsonNode parent, String name) {
    return parent.isArray() ? parent.path(index(name)) : parent.path(name);
  }

  private static int index(String name) {
    return name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : -1;
  }
}
