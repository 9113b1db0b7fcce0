package dev.sluice.config;

import tools.jackson.databind.JsonNode;

/**
 * One keyword of a schema that a value does not obey.
 *
 * @param at the value; for a key that is missing, unknown or badly named the place of that key
 * @param schema the schema object that the keyword stands in
 */
record Violation(String keyword, FieldPath at, JsonNode schema, JsonNode value) {

  /** What the keyword asks for. */
  JsonNode limit() {
    return schema.path(keyword);
  }
}
