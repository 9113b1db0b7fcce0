package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;

/** A YAML file checked against its schema, with the place of each value, and typed access to it. */
public final class ConfigFile {
  private final ConfigTree tree;

  private ConfigFile(ConfigTree tree) {
    this.tree = tree;
  }

  /**
   * Reads, applies overrides ({@code listener.port=1884}), checks against the schema, fills in the
   * schema's defaults.
   *
   * @param schema class path name, such as {@code /schema/edge.schema.json}
   * @param overrides in order; list items are {@code routes.0.deadline=200ms}, and the index after
   *     the last appends
   * @throws ConfigException naming every fault
   */
  public static ConfigFile load(Path file, String schema, List<String> overrides)
      throws ConfigException {
    return of(YamlReader.read(file), schema, "", overrides);
  }

  /**
   * As {@link #load}, for a file whose overrides stand among those of another: of them only those
   * below {@code prefix} are for this one.
   *
   * @param prefix such as {@code policy.}, left away to find the field
   */
  public static ConfigFile loadBelow(
      String prefix, Path file, String schema, List<String> overrides) throws ConfigException {
    return of(YamlReader.read(file), schema, prefix, overrides);
  }

  /** As {@link #loadBelow}, for no file at all: overrides and defaults only. */
  public static ConfigFile emptyBelow(
      String prefix, Path named, String schema, List<String> overrides) throws ConfigException {
    return of(new ConfigTree(named), schema, prefix, overrides);
  }

  private static ConfigFile of(
      ConfigTree tree, String schema, String prefix, List<String> overrides)
      throws ConfigException {
    ConfigSchema configSchema = ConfigSchema.load(schema);
    for (String override : overrides) {
      if (override.startsWith(prefix)) {
        tree.apply(Setting.parse(override, prefix));
      }
    }
    List<Fault> faults = configSchema.check(tree);
    if (!faults.isEmpty()) {
      throw Fault.exception(faults);
    }
    return complete(tree, configSchema);
  }

  private static ConfigFile complete(ConfigTree tree, ConfigSchema schema) {
    schema.fillDefaults(tree);
    return new ConfigFile(tree);
  }

  /** What holds where nobody writes anything, whatever would have to be written. */
  public static List<ConfigEntry> defaults(String schema) {
    return complete(new ConfigTree(Path.of("")), ConfigSchema.load(schema)).entries();
  }

  /** Every value that is in force, in the order of the file, then of the schema. */
  public List<ConfigEntry> entries() {
    return Effective.of(tree);
  }

  /**
   * Maps the whole file to a record tree: kebab-case keys to camelCase components, {@code Duration}
   * fields read {@code 250ms, 10s, 5m}, {@link DataSize} fields read {@code 64KB, 8MB}, {@code
   * Path} fields are resolved against the file's folder, absent keys without default are {@code
   * Optional}, enum constants are kebab-case words. An {@code IllegalArgumentException} of a
   * record's constructor is a fault of the file, at the place of that record.
   */
  public <T> T as(Class<T> type) throws ConfigException {
    return new RecordMapper(tree).map(type);
  }

  /**
   * As {@link #as}, for one object of the file, whatever the rest says.
   *
   * @param field such as {@code admin}
   */
  public <T> T part(String field, Class<T> type) throws ConfigException {
    return new RecordMapper(tree).map(FieldPath.parse(field), type);
  }

  /**
   * Whether the file or an override gives that key; a default does not count.
   *
   * @param field such as {@code listener}
   */
  public boolean says(String field) {
    return tree.says(FieldPath.parse(field));
  }

  /**
   * A fault that the schema cannot express, found by the caller: the same one line with file, line
   * and column.
   *
   * @param field such as {@code routes.0.result}; one that is not in the file is placed at the
   *     nearest value around it
   */
  public ConfigException fault(String field, String what) {
    FieldPath path = FieldPath.parse(field);
    return Fault.exception(tree.placeOf(path), path, what);
  }

  /**
   * A fault inside a text, such as an expression.
   *
   * @param offset characters of the text before the fault
   */
  public ConfigException fault(String field, int offset, String what) {
    FieldPath path = FieldPath.parse(field);
    return Fault.exception(tree.placeOf(path, offset), path, what);
  }
}
