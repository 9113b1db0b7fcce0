package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Finds what a library for the whole standard finds, in every schema of ours. */
final class SchemaCheckOracleTest {
  private static final int VALUES = 300;
  private static final Path SCHEMAS =
      Path.of(System.getProperty("sluice.root"), "config/src/main/resources/schema");

  /** It warns of keywords that only our own words use. */
  @BeforeAll
  static void hearOnlyErrors() {
    ((Logger) LoggerFactory.getLogger("com.networknt")).setLevel(Level.ERROR);
  }

  static Stream<String> schemas() throws Exception {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      List<String> names =
          files.map(file -> "/schema/" + file.getFileName()).sorted().collect(Collectors.toList());
      names.add("/schema/sample.schema.json");
      return names.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void findsWhatTheStandardFinds(String name) {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    JsonNode schema = SchemaSource.read(name);
    Schema oracle =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);

    for (int i = 0; i < VALUES; i++) {
      JsonNode value = new RandomValue(random.split()).of(schema);
      assertThat(ours(value, schema))
          .as("seed %d, value %d: %s", seed, i, value)
          .isEqualTo(theirs(value, oracle));
    }
  }

  private static TreeSet<String> ours(JsonNode value, JsonNode schema) {
    return SchemaCheck.of(value, schema).stream()
        .map(each -> each.keyword() + " " + each.at())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of a value of another type we say nothing else; of its name we may. */
  private static TreeSet<String> theirs(JsonNode value, Schema oracle) {
    TreeSet<String> all =
        oracle.validate(value).stream()
            .map(SchemaCheckOracleTest::said)
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> kept = new TreeSet<>(all);
    kept.removeIf(
        each ->
            !each.matches("(?s)(type|propertyNames) .*")
                && all.contains(each.replaceFirst("\\w+", "type")));
    return kept;
  }

  private static String said(Error error) {
    FieldPath at = FieldPath.ROOT;
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      at = at.child(error.getInstanceLocation().getName(i));
    }
    return error.getKeyword()
        + " "
        + Optional.ofNullable(error.getProperty()).map(at::child).orElse(at);
  }
}
