package dev.sluice.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** The scalars and lists of a YAML mapping by dotted path, each with its place in the file. */
final class YamlFields {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, Field> fields = new LinkedHashMap<>();

  private YamlFields() {}

  /**
   * @param path keys joined by dots
   * @param list whether it was written as a list
   * @param values as text: one of a scalar, the elements of a list
   */
  record Field(String path, boolean list, List<String> values, int line, int column) {
    Field {
      values = List.copyOf(values);
    }
  }

  /**
   * @throws tools.jackson.core.JacksonException when it is not YAML, or not a mapping
   */
  static YamlFields parse(String text) {
    var fields = new YamlFields();
    try (JsonParser yaml = YAML.createParser(ObjectReadContext.empty(), text)) {
      if (yaml.nextToken() != JsonToken.START_OBJECT) {
        throw new StreamReadException(yaml, "a mapping is expected", yaml.currentTokenLocation());
      }
      fields.mapping(yaml, "");
    }
    return fields;
  }

  Optional<Field> get(String path) {
    return Optional.ofNullable(fields.get(path));
  }

  Collection<Field> all() {
    return fields.values();
  }

  private void mapping(JsonParser yaml, String prefix) {
    while (yaml.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = prefix + yaml.currentName();
      int line = yaml.currentTokenLocation().getLineNr();
      int column = yaml.currentTokenLocation().getColumnNr();
      switch (yaml.nextToken()) {
        case START_OBJECT -> mapping(yaml, path + ".");
        case START_ARRAY -> fields.put(path, new Field(path, true, list(yaml), line, column));
        default ->
            fields.put(path, new Field(path, false, List.of(yaml.getString()), line, column));
      }
    }
  }

  private static List<String> list(JsonParser yaml) {
    var values = new ArrayList<String>();
    while (yaml.nextToken() != JsonToken.END_ARRAY) {
      if (!yaml.currentToken().isScalarValue()) {
        throw new StreamReadException(
            yaml, "a plain value is expected", yaml.currentTokenLocation());
      }
      values.add(yaml.getString());
    }
    return values;
  }
}
