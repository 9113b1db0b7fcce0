package dev.sluice.policy.guard;

import java.util.List;

/** A list of numbers and texts, as it is written. */
record Items(List<Object> values) implements Expression {
  Items {
    values = List.copyOf(values);
  }

  @Override
  public Type type() {
    return Type.LIST;
  }

  @Override
  public Object value(Facts facts) {
    return values;
  }

  /** Whether a value of that type can be one of them. */
  boolean mayHold(Type type) {
    return type == Type.FIELD || values.stream().anyMatch(value -> type == typeOf(value));
  }

  private static Type typeOf(Object value) {
    return value instanceof String ? Type.TEXT : Type.NUMBER;
  }
}
