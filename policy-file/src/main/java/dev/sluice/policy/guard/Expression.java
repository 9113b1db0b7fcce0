package dev.sluice.policy.guard;

/**
 * A part of a guard: its values are {@code Boolean}, {@code Double}, {@code String}, {@code List},
 * {@code Map} or, of the payload, {@code JsonNode}.
 */
interface Expression {
  Type type();

  Object value(Facts facts) throws GuardFailedException;

  /** How a value comes about. */
  @FunctionalInterface
  interface Code {
    Object value(Facts facts) throws GuardFailedException;
  }

  /** Anything but a selection. */
  record Computed(Type type, Code code) implements Expression {
    @Override
    public Object value(Facts facts) throws GuardFailedException {
      return code.value(facts);
    }
  }

  static Expression of(Type type, Code code) {
    return new Computed(type, code);
  }
}
