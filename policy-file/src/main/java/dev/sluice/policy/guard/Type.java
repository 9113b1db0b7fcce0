package dev.sluice.policy.guard;

/** What a part of an expression is worth, as far as can be known before a message comes. */
enum Type {
  TRUTH("true or false"),
  NUMBER("a number"),
  TEXT("text"),
  LIST("a list"),
  PROPERTIES("all user properties"),
  PAYLOAD("the whole payload"),
  /** Of the payload: known when the message is there. */
  FIELD("a field of the payload");

  private final String words;

  Type(String words) {
    this.words = words;
  }

  boolean mayBe(Type other) {
    return this == other || this == FIELD;
  }

  /** Whether names and numbers select something of it. */
  boolean hasParts() {
    return this == FIELD || this == PAYLOAD || this == PROPERTIES;
  }

  @Override
  public String toString() {
    return words;
  }
}
