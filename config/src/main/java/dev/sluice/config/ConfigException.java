package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration cannot be used; the message is one line per fault: file, line, column, field,
 * what to do.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  /** Several faults as one, in their order. */
  public static ConfigException all(List<ConfigException> faults) {
    return new ConfigException(
        faults.stream().map(ConfigException::getMessage).collect(Collectors.joining("\n")));
  }
}
