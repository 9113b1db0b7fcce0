package dev.sluice.cloud;

import java.util.Optional;

/** The process cannot start; the message is one line for the operator. */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String NONE = "";

  private final String field;

  StartException(String message) {
    super(message);
    this.field = NONE;
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
    this.field = NONE;
  }

  private StartException(String field, String what) {
    super(what);
    this.field = field;
  }

  /**
   * For what only the program can tell of a field, such as a setting of an engine.
   *
   * @param field of the configuration, such as {@code targets.shelf.kind}
   */
  static StartException of(String field, String what) {
    return new StartException(field, what);
  }

  /** The field of the configuration that is wrong, where it is one. */
  Optional<String> field() {
    return Optional.of(field).filter(name -> !name.equals(NONE));
  }

  /** For those who do not know where the field is in its file. */
  String line() {
    return field().map(name -> name + ": ").orElse("") + getMessage();
  }
}
