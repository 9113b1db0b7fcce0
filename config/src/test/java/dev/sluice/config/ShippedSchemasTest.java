package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every schema of the project is a complete reference, and its own defaults obey it. */
final class ShippedSchemasTest {
  private static final Path CONFIG = Path.of(System.getProperty("sluice.root"), "config");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Of every type, for a wrong one is told nothing else. */
  private static final List<JsonNode> VALUES =
      List.of(
          NODES.objectNode(),
          NODES.arrayNode(),
          NODES.stringNode("a"),
          NODES.numberNode(1L),
          NODES.booleanNode(true));

  private static final String RESOURCES = "src/main/resources";

  static Stream<String> programs() throws Exception {
    try (Stream<Path> files = Files.list(CONFIG)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.replace(".yaml", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theShippedFileObeysItsSchemaBeforeAndAfterDefaults(String program) throws Exception {
    ConfigSchema schema = ConfigSchema.load(schemaOf(program));
    ConfigTree tree = YamlReader.read(CONFIG.resolve(program + ".yaml"));

    assertThat(schema.check(tree)).isEmpty();
    schema.fillDefaults(tree);
    assertThat(schema.check(tree)).as("with defaults").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theShippedFileNamesItsSchemaForEditors(String program) throws Exception {
    assertThat(CONFIG.resolve(RESOURCES + schemaOf(program))).isRegularFile();
  }

  /** As its first line says it; several files may have one schema. */
  private static String schemaOf(String program) throws Exception {
    String first = Files.readAllLines(CONFIG.resolve(program + ".yaml")).get(0);
    String beginning = "# yaml-language-server: $schema=" + RESOURCES;
    assertThat(first).startsWith(beginning);
    return first.substring(beginning.length()).strip();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyKeyIsDescribed(String program) throws Exception {
    List<String> undescribed = new ArrayList<>();
    walk(SchemaSource.read(schemaOf(program)), "", undescribed);

    assertThat(undescribed).isEmpty();
  }

  /** Else a file that uses it could not be read, by anybody. */
  @ParameterizedTest
  @MethodSource("dev.sluice.config.SchemaCheckOracleTest#schemas")
  void everyKeywordIsOneThatIsChecked(String name) {
    for (JsonNode schema : schemasIn(SchemaSource.read(name))) {
      for (JsonNode value : VALUES) {
        assertThatCode(() -> SchemaCheck.of(value, schema)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void anUnknownKeywordIsOurMistake() {
    JsonNode schema = NODES.objectNode().put("oneOf", 1);
    assertThatThrownBy(() -> SchemaCheck.of(NODES.nullNode(), schema))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("oneOf");
  }

  private static List<JsonNode> schemasIn(JsonNode schema) {
    List<JsonNode> all = new ArrayList<>(List.of(schema));
    schema.path("properties").forEach(property -> all.addAll(schemasIn(property)));
    for (String one : List.of("items", "additionalProperties", "propertyNames")) {
      if (schema.path(one).isObject()) {
        all.addAll(schemasIn(schema.get(one)));
      }
    }
    return all;
  }

  private static void walk(JsonNode schema, String path, List<String> undescribed) {
    schema
        .path("properties")
        .forEachEntry(
            (key, property) -> {
              if (property.path("description").asString("").isBlank()) {
                undescribed.add(path + "/" + key);
              }
              walk(property, path + "/" + key, undescribed);
            });
    if (schema.has("items")) {
      walk(schema.get("items"), path, undescribed);
    }
  }
}
