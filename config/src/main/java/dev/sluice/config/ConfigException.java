package dev.sluice.config;

/**
 * A configuration cannot be used; the message is one line per fault: file, line, column, field,
 * what to do.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
