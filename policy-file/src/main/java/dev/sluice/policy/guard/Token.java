package dev.sluice.policy.guard;

/**
 * A word of an expression.
 *
 * @param text of a literal its value
 * @param at characters before it
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    NUMBER,
    TEXT,
    NAME,
    SIGN,
    END
  }

  boolean is(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case END -> "the end";
      case TEXT -> "the text '" + text + "'";
      default -> "'" + text + "'";
    };
  }
}
