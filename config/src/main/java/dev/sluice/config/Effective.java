package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Walks a tree that has its defaults, and tells each value with where it comes from. */
final class Effective {
  /** What reads as itself without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./$+-][A-Za-z0-9_./:$#+ %-]*");

  private final ConfigTree tree;
  private final List<ConfigEntry> entries = new ArrayList<>();

  private Effective(ConfigTree tree) {
    this.tree = tree;
  }

  static List<ConfigEntry> of(ConfigTree tree) {
    Effective effective = new Effective(tree);
    effective.walk(tree.root(), FieldPath.ROOT);
    return List.copyOf(effective.entries);
  }

  private void walk(JsonNode node, FieldPath at) {
    if (node.isObject() && !node.isEmpty()) {
      node.forEachEntry((key, value) -> walk(value, at.child(key)));
    } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isContainer)) {
      for (int i = 0; i < node.size(); i++) {
        walk(node.get(i), at.child(i));
      }
    } else if (!at.isRoot()) {
      entries.add(new ConfigEntry(at.toString(), shown(node, at), origin(at), text(node)));
    }
  }

  private String origin(FieldPath at) {
    return tree.says(at) ? tree.placeOf(at).inShort() : ConfigEntry.DEFAULT;
  }

  private static String shown(JsonNode node, FieldPath at) {
    return SecretField.is(at) ? SecretField.NOT_SHOWN : text(node);
  }

  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(Effective::text).collect(Collectors.joining(", ", "[", "]"));
    }
    String plain = node.isObject() ? "{}" : node.asString("");
    boolean asItIs = !node.isString() || PLAIN.matcher(plain).matches();
    return asItIs ? plain : "'" + plain.replace("'", "''") + "'";
  }
}
