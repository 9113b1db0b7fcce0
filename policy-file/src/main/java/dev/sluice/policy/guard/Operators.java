package dev.sluice.policy.guard;

import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** What operators need and do. Both sides of && and || are read from the left, as far as needed. */
final class Operators {
  private static final Set<String> EQUALITY = Set.of("==", "!=");
  private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");

  /** Added, it makes zero one value where it was two. */
  static final double POSITIVE_ZERO = 0.0;

  private Operators() {}

  static boolean compares(Token token) {
    return token.kind() == Token.Kind.SIGN
        && (EQUALITY.contains(token.text()) || ORDER.contains(token.text()));
  }

  static Expression or(Expression left, Expression right, Token sign) throws GuardSyntaxException {
    requireBoth(left, right, Type.TRUTH, sign);
    return Expression.of(Type.TRUTH, facts -> truth(left, facts) || truth(right, facts));
  }

  static Expression and(Expression left, Expression right, Token sign) throws GuardSyntaxException {
    requireBoth(left, right, Type.TRUTH, sign);
    return Expression.of(Type.TRUTH, facts -> truth(left, facts) && truth(right, facts));
  }

  static Expression not(Expression operand, Token sign) throws GuardSyntaxException {
    require(operand, Type.TRUTH, sign, "'!' turns true or false around");
    return Expression.of(Type.TRUTH, facts -> !truth(operand, facts));
  }

  static Expression minus(Expression operand, Token sign) throws GuardSyntaxException {
    require(operand, Type.NUMBER, sign, "'-' needs a number");
    return Expression.of(Type.NUMBER, facts -> POSITIVE_ZERO - number(operand, facts));
  }

  static Expression arithmetic(Expression left, Expression right, Token sign)
      throws GuardSyntaxException {
    requireBoth(left, right, Type.NUMBER, sign);
    return Expression.of(
        Type.NUMBER, facts -> calculate(sign.text(), number(left, facts), number(right, facts)));
  }

  private static double calculate(String sign, double left, double right)
      throws GuardFailedException {
    double result =
        switch (sign) {
          case "+" -> left + right;
          case "-" -> left - right;
          case "*" -> left * right;
          case "/" -> left / right;
          default -> left % right;
        };
    if (!Double.isFinite(result)) {
      throw new GuardFailedException("a division by zero, or a number without bounds");
    }
    return result + POSITIVE_ZERO;
  }

  static Expression compare(Expression left, Expression right, Token sign)
      throws GuardSyntaxException {
    Type type = left.type() == Type.FIELD ? right.type() : left.type();
    boolean scalar = type == Type.NUMBER || type == Type.TEXT || type == Type.FIELD;
    boolean comparable = scalar || (type == Type.TRUTH && EQUALITY.contains(sign.text()));
    if (!comparable || !right.type().mayBe(type)) {
      boolean whole = left.type() == Type.PAYLOAD || right.type() == Type.PAYLOAD;
      throw new GuardSyntaxException(
          sign.at(),
          "cannot compare %s with %s by '%s': %s"
              .formatted(
                  left.type(),
                  right.type(),
                  sign.text(),
                  whole
                      ? "name a field of it, such as payload.temperature"
                      : "give both sides the same kind of value"));
    }
    IntPredicate fits = order(sign.text());
    boolean equality = EQUALITY.contains(sign.text());
    return Expression.of(
        Type.TRUTH, facts -> fits.test(compared(left.value(facts), right.value(facts), equality)));
  }

  private static IntPredicate order(String sign) {
    return switch (sign) {
      case "==" -> order -> order == 0;
      case "!=" -> order -> order != 0;
      case "<" -> order -> order < 0;
      case "<=" -> order -> order <= 0;
      case ">" -> order -> order > 0;
      default -> order -> order >= 0;
    };
  }

  private static int compared(Object left, Object right, boolean equality)
      throws GuardFailedException {
    if (equality) {
      return left.equals(right) ? 0 : 1;
    }
    if (left instanceof Double a && right instanceof Double b) {
      return Double.compare(a, b);
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    throw new GuardFailedException("there is no order between what is compared");
  }

  static Expression in(Expression item, Expression container, Token word)
      throws GuardSyntaxException {
    if (container.type() == Type.PROPERTIES) {
      require(item, Type.TEXT, word, "a property has a name");
      return Expression.of(
          Type.TRUTH, facts -> ((Map<?, ?>) container.value(facts)).containsKey(text(item, facts)));
    }
    if (!(container instanceof Items items)) {
      throw new GuardSyntaxException(
          word.at(), "'in' needs a list, such as ['a', 'b'], or properties on its right");
    }
    if (!items.mayHold(item.type())) {
      throw new GuardSyntaxException(
          word.at(),
          "%s is never in this list: list values of the same kind".formatted(item.type()));
    }
    return Expression.of(Type.TRUTH, facts -> items.values().contains(item.value(facts)));
  }

  private static void requireBoth(Expression left, Expression right, Type type, Token sign)
      throws GuardSyntaxException {
    String rule = "'%s' needs %s on both sides".formatted(sign.text(), type);
    require(left, type, sign, rule);
    require(right, type, sign, rule);
  }

  static void require(Expression operand, Type type, Token at, String rule)
      throws GuardSyntaxException {
    if (!operand.type().mayBe(type)) {
      throw new GuardSyntaxException(at.at(), rule + ", and this is " + operand.type());
    }
  }

  private static boolean truth(Expression operand, Facts facts) throws GuardFailedException {
    if (operand.value(facts) instanceof Boolean truth) {
      return truth;
    }
    throw new GuardFailedException("a field of the payload is not true or false");
  }

  private static double number(Expression operand, Facts facts) throws GuardFailedException {
    if (operand.value(facts) instanceof Double number) {
      return number;
    }
    throw new GuardFailedException("a field of the payload is no number");
  }

  static String text(Expression operand, Facts facts) throws GuardFailedException {
    if (operand.value(facts) instanceof String text) {
      return text;
    }
    throw new GuardFailedException("a field of the payload is no text");
  }
}
