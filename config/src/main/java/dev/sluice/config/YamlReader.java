package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads YAML 1.2 (core schema) into a {@link ConfigTree}, remembering where everything stood.
 * Aliases and tags are refused: a configuration says what it means where it says it, and cannot
 * grow beyond its own size.
 */
final class YamlReader {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final int DEPTH_MAX = 32;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setSchema(YamlScalar.SCHEMA).setAllowNonScalarKeys(true).build();

  private final ConfigTree tree;
  private final String document;
  private final List<Fault> faults = new ArrayList<>();

  private YamlReader(ConfigTree tree, String document) {
    this.tree = tree;
    this.document = document;
  }

  static ConfigTree read(Path file) throws ConfigException {
    return parse(file, text(file));
  }

  /** The text as if it stood in that file. */
  static ConfigTree parse(Path file, String text) throws ConfigException {
    YamlReader reader = new YamlReader(new ConfigTree(file), text);
    try {
      reader.refuseAliasesAndDepth(text);
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      // A file of comments only stands for all defaults.
      root.ifPresent(node -> reader.tree.root(reader.convert(node, FieldPath.ROOT)));
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().map(reader::at).orElse(Place.of(file));
      throw Fault.exception(place, FieldPath.ROOT, "not YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      throw Fault.exception(Place.of(file), FieldPath.ROOT, "not YAML: " + oneLine(e.getMessage()));
    }
    if (!reader.faults.isEmpty()) {
      throw Fault.exception(reader.faults);
    }
    return reader.tree;
  }

  /** The value of an override: see {@link Setting#parse}. */
  static JsonNode value(String text, Place place, FieldPath path) throws ConfigException {
    if (!text.isEmpty() && "\"'[".indexOf(text.charAt(0)) >= 0) {
      try {
        return parse(Path.of(""), text).root();
      } catch (ConfigException e) {
        throw Fault.exception(place, path, "cannot be read: its quote or bracket never ends well");
      }
    }
    return YamlScalar.plain(text);
  }

  private static String text(Path file) throws ConfigException {
    try {
      if (Files.isDirectory(file)) {
        throw unreadable(file, "is a folder, not a file");
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw unreadable(file, "is larger than 1 MB, so it is no configuration");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static ConfigException unreadable(Path file, String what) {
    return Fault.exception(Place.of(file), FieldPath.ROOT, what);
  }

  /** On events, because composing nodes recurses and would overflow the stack first. */
  private void refuseAliasesAndDepth(String text) throws ConfigException {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEPTH_MAX) {
        throw refused(event, "is nested deeper than " + DEPTH_MAX + " levels");
      }
      if (event.getEventId() == Event.ID.Alias) {
        throw refused(event, "aliases (*name) are not supported: write the value out");
      }
    }
  }

  private ConfigException refused(Event event, String what) {
    Place place = event.getStartMark().map(this::at).orElse(Place.of(tree.file()));
    return Fault.exception(place, FieldPath.ROOT, what);
  }

  private JsonNode convert(Node node, FieldPath path) {
    tree.placeValue(path, at(node));
    if (node instanceof MappingNode mapping) {
      return object(mapping, path);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(convert(item, path.child(array.size())));
      }
      return array;
    }
    ScalarNode scalar = (ScalarNode) node;
    scalar
        .getStartMark()
        .map(mark -> new WrittenText(tree.file(), document, mark, scalar.getValue()))
        .ifPresent(text -> tree.placeText(path, text));
    return YamlScalar.value(scalar.getTag(), scalar.getValue())
        .orElseGet(
            () -> {
              faults.add(new Fault(at(node), path, "is no value of YAML's core schema"));
              return JsonNodeFactory.instance.nullNode();
            });
  }

  private JsonNode object(MappingNode mapping, FieldPath path) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        faults.add(new Fault(at(tuple.getKeyNode()), path, "a key must be one word"));
        continue;
      }
      FieldPath child = path.child(key.getValue());
      if (object.has(key.getValue())) {
        String first = "line " + tree.placeOfKey(child).line();
        faults.add(new Fault(at(key), child, "is given twice (first in " + first + ")"));
        continue;
      }
      tree.placeKey(child, at(key));
      object.set(key.getValue(), convert(tuple.getValueNode(), child));
    }
    return object;
  }

  private Place at(Node node) {
    return node.getStartMark().map(this::at).orElse(Place.of(tree.file()));
  }

  private Place at(Mark mark) {
    return Place.of(tree.file(), mark);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
