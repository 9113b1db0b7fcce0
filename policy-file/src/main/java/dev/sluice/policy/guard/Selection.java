package dev.sluice.policy.guard;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** A named part of the properties or the payload, which a message may lack. */
record Selection(Expression of, Object key) implements Expression {

  @Override
  public Type type() {
    return of.type() == Type.PROPERTIES ? Type.TEXT : Type.FIELD;
  }

  @Override
  public Object value(Facts facts) throws GuardFailedException {
    return find(facts).orElseThrow(() -> new GuardFailedException("there is no " + this));
  }

  /** Whether all of its path is there. */
  boolean isPresent(Facts facts) throws GuardFailedException {
    return (!(of instanceof Selection outer) || outer.isPresent(facts)) && find(facts).isPresent();
  }

  private Optional<Object> find(Facts facts) throws GuardFailedException {
    Object container = of.value(facts);
    if (container instanceof Map<?, ?> map) {
      return Optional.ofNullable(map.get(key));
    }
    if (container instanceof JsonNode json) {
      JsonNode found =
          key instanceof Double index ? json.path(index.intValue()) : json.path(name());
      return found.isMissingNode() ? Optional.empty() : Optional.of(plain(found));
    }
    return Optional.empty();
  }

  private String name() {
    return key.toString();
  }

  private Object plain(JsonNode node) throws GuardFailedException {
    if (node.isNumber()) {
      OptionalDouble number = node.asDoubleOpt();
      if (number.isEmpty()) {
        throw new GuardFailedException(this + " is a number beyond all bounds");
      }
      return number.getAsDouble() + Operators.POSITIVE_ZERO;
    }
    if (node.isString()) {
      return node.asString();
    }
    return node.isBoolean() ? (Object) node.asBoolean() : node;
  }

  @Override
  public String toString() {
    String outer = of instanceof Selection selection ? selection.toString() : root();
    return key instanceof Double index ? outer + "[" + index.intValue() + "]" : outer + "." + key;
  }

  private String root() {
    return of.type() == Type.PROPERTIES ? "properties" : "payload";
  }
}
