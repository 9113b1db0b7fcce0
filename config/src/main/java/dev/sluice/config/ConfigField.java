package dev.sluice.config;

import java.util.List;
import java.util.Optional;

/**
 * A key that a kind of file may have, for people to read.
 *
 * @param key such as {@code listener.port}; {@code *} stands for a list's items, {@code <name>} for
 *     names of the user's choice
 * @param type what it may be, in words
 * @param required whether the object around it must have it
 * @param defaultValue as YAML would have it on one line
 */
public record ConfigField(
    String key, String type, boolean required, Optional<String> defaultValue, String description) {

  /**
   * Every key, in the schema's order, objects before what is in them.
   *
   * @param schema class path name, such as {@code /schema/edge.schema.json}
   */
  public static List<ConfigField> ofSchema(String schema) {
    return SchemaWalk.of(SchemaSource.read(schema));
  }
}
