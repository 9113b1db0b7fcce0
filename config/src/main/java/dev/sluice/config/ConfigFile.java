package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;

/** A YAML file checked against its schema, with the place of each value, and typed access to it. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads, applies overrides ({@code listener.port=1884}), checks against the schema, fills in the
   * schema's defaults.
   *
   * @param schema class path name, such as {@code /schema/edge.schema.json}
   * @throws ConfigException naming every fault
   */
  public static ConfigFile load(Path file, String schema, List<String> overrides)
      throws ConfigException {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * Maps the whole file to a record tree; {@code Duration} fields read {@code 250ms, 10s, 5m},
   * {@code DataSize} fields read {@code 64KB, 8MB}, {@code Path} fields are resolved against the
   * file's folder.
   */
  public <T> T as(Class<T> type) throws ConfigException {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * A fault that the schema cannot express, found by the caller: the same one line with file, line
   * and column.
   */
  public ConfigException fault(String field, String what) {
    throw new UnsupportedOperationException("contract only");
  }
}
