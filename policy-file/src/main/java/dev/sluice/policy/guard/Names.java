package dev.sluice.policy.guard;

import dev.sluice.config.NearestWord;
import java.util.List;
import java.util.function.BiPredicate;

/** What the names of an expression stand for. */
final class Names {
  private static final List<String> VARIABLES =
      List.of("topic", "size", "hour", "weekday", "properties", "payload", "true", "false", "has");
  private static final List<String> METHODS = List.of("startsWith", "endsWith", "contains");

  private Names() {}

  static Expression variable(Token name) throws GuardSyntaxException {
    return switch (name.kind() == Token.Kind.NAME ? name.text() : "") {
      case "topic" -> Expression.of(Type.TEXT, Facts::topic);
      case "size" -> Expression.of(Type.NUMBER, Facts::size);
      case "hour" -> Expression.of(Type.NUMBER, Facts::hour);
      case "weekday" -> Expression.of(Type.NUMBER, Facts::weekday);
      case "properties" -> Expression.of(Type.PROPERTIES, Facts::properties);
      case "payload" -> Expression.of(Type.PAYLOAD, Facts::payload);
      case "true" -> Expression.of(Type.TRUTH, facts -> true);
      case "false" -> Expression.of(Type.TRUTH, facts -> false);
      case "" -> throw new GuardSyntaxException(name.at(), "expected a value, found " + name);
      default -> throw unknown(name, "name", VARIABLES);
    };
  }

  static Expression field(Expression of, Token name) throws GuardSyntaxException {
    if (of.type().hasParts()) {
      return new Selection(of, name.text());
    }
    throw METHODS.contains(name.text())
        ? new GuardSyntaxException(name.at(), "write " + name.text() + "('...')")
        : new GuardSyntaxException(
            name.at(), of.type() + " has no fields: only payload and properties have");
  }

  static Expression element(Expression of, Object key, Token bracket) throws GuardSyntaxException {
    if (of.type() == Type.PROPERTIES && key instanceof Double) {
      throw new GuardSyntaxException(
          bracket.at(), "a property has a name: write properties['x-kind']");
    }
    if (of.type().hasParts()) {
      return new Selection(of, key);
    }
    throw new GuardSyntaxException(
        bracket.at(), of.type() + " has no elements: only payload and properties have");
  }

  static Expression method(Expression of, Token name, Expression argument)
      throws GuardSyntaxException {
    BiPredicate<String, String> test =
        switch (name.text()) {
          case "startsWith" -> String::startsWith;
          case "endsWith" -> String::endsWith;
          case "contains" -> String::contains;
          default -> throw unknown(name, "function", METHODS);
        };
    Operators.require(of, Type.TEXT, name, name.text() + " is asked of text");
    Operators.require(argument, Type.TEXT, name, name.text() + " takes text");
    return Expression.of(
        Type.TRUTH, facts -> test.test(Operators.text(of, facts), Operators.text(argument, facts)));
  }

  private static GuardSyntaxException unknown(Token name, String kind, List<String> known) {
    String instead =
        NearestWord.to(name.text(), known)
            .map(word -> "did you mean '" + word + "'?")
            .orElse("known are " + String.join(", ", known));
    return new GuardSyntaxException(name.at(), "unknown " + kind + " " + name + ": " + instead);
  }
}
