package dev.sluice.config;

/**
 * One value that is in force.
 *
 * @param field such as {@code listener.port}; list items carry their index
 * @param value as YAML would have it on one line; never a secret
 * @param origin {@code default}, {@code edge.yaml:17} or {@code --set listener.port=1884}
 * @param content what is compared: the value itself, also of a secret; never to be shown
 */
public record ConfigEntry(String field, String value, String origin, String content) {
  static final String DEFAULT = "default";

  /** Without the content. */
  @Override
  public String toString() {
    return "%s: %s (%s)".formatted(field, value, origin);
  }

  /** Whether nobody wrote it. */
  public boolean isDefault() {
    return origin.equals(DEFAULT);
  }
}
