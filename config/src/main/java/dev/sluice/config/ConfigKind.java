package dev.sluice.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A kind of configuration file. Each program registers those that it reads with {@link
 * java.util.ServiceLoader}, so that one command can check them all just as their readers do.
 */
public interface ConfigKind {
  /** In one word, such as {@code edge}; its schema is called so too. */
  String name();

  /**
   * Reads a file as its program does, and whatever it names.
   *
   * @throws ConfigException one line per fault
   */
  void check(Path file, List<String> overrides) throws ConfigException;

  /**
   * Whether a program that runs takes another value of that field from the file without a restart.
   *
   * @param field such as {@code routes.0.deadline}
   */
  boolean isTakenWhileRunning(String field);

  /** Class path name. */
  default String schema() {
    return "/schema/" + name() + ".schema.json";
  }
}
