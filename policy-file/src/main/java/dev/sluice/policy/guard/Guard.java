package dev.sluice.policy.guard;

/**
 * A compiled expression such as {@code topic.startsWith('line-1/') && payload.temperature > 80}.
 * Its cost is bounded by its own length: there are no loops and no functions of the user's.
 */
public final class Guard {
  private final String text;
  private final Expression expression;

  private Guard(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * @throws GuardSyntaxException when it is no expression, or its types do not fit
   */
  public static Guard compile(String text) throws GuardSyntaxException {
    return new Guard(text, new Parser(text).guard());
  }

  /**
   * @throws GuardFailedException when the message does not have what the expression reads
   */
  public boolean test(Facts facts) throws GuardFailedException {
    return (Boolean) expression.value(facts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guard guard && guard.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
