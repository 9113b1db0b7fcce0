package dev.sluice.policy.guard;

import dev.sluice.policy.guard.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds an expression and checks its types on the way.
 *
 * <pre>
 *   or      = and { "||" and }
 *   and     = compare { "&&" compare }
 *   compare = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" ) sum ]
 *   sum     = product { ( "+" | "-" ) product }
 *   product = sign { ( "*" | "/" | "%" ) sign }
 *   sign    = { "!" | "-" } path
 *   path    = primary { "." name | "." name "(" text ")" | "[" literal "]" }
 *   primary = literal | name | "has" "(" path ")" | "(" or ")" | "[" literal { "," literal } "]"
 * </pre>
 */
final class Parser {
  private static final int LENGTH_MAX = 1_000;
  private static final int DEPTH_MAX = 32;

  private final String text;
  private List<Token> tokens = List.of();
  private int position;
  private int depth;

  Parser(String text) {
    this.text = text;
  }

  Expression guard() throws GuardSyntaxException {
    if (text.length() > LENGTH_MAX) {
      throw new GuardSyntaxException(LENGTH_MAX, "is too long: " + LENGTH_MAX + " characters");
    }
    tokens = Lexer.read(text);
    Expression guard = or();
    if (peek().kind() != Kind.END) {
      throw fault(peek(), "expected an operator such as && before " + peek());
    }
    if (guard.type() != Type.TRUTH) {
      throw new GuardSyntaxException(
          0, "must be true or false, and is " + guard.type() + ": compare it with something");
    }
    return guard;
  }

  private Expression or() throws GuardSyntaxException {
    enter();
    Expression left = and();
    for (Token token = peek(); accept("||"); token = peek()) {
      left = Operators.or(left, and(), token);
    }
    depth--;
    return left;
  }

  private Expression and() throws GuardSyntaxException {
    Expression left = compare();
    for (Token token = peek(); accept("&&"); token = peek()) {
      left = Operators.and(left, compare(), token);
    }
    return left;
  }

  private Expression compare() throws GuardSyntaxException {
    Expression left = sum();
    Token token = peek();
    if (token.isName("in")) {
      position++;
      return Operators.in(left, sum(), token);
    }
    if (Operators.compares(token)) {
      position++;
      return Operators.compare(left, sum(), token);
    }
    return left;
  }

  private Expression sum() throws GuardSyntaxException {
    Expression left = product();
    for (Token token = peek(); accept("+") || accept("-"); token = peek()) {
      left = Operators.arithmetic(left, product(), token);
    }
    return left;
  }

  private Expression product() throws GuardSyntaxException {
    Expression left = sign();
    for (Token token = peek(); accept("*") || accept("/") || accept("%"); token = peek()) {
      left = Operators.arithmetic(left, sign(), token);
    }
    return left;
  }

  private Expression sign() throws GuardSyntaxException {
    Token token = peek();
    if (!accept("!") && !accept("-")) {
      return path();
    }
    enter();
    Expression operand = sign();
    depth--;
    return token.is("!") ? Operators.not(operand, token) : Operators.minus(operand, token);
  }

  private Expression path() throws GuardSyntaxException {
    Expression value = primary();
    while (true) {
      Token token = peek();
      if (accept(".")) {
        value = member(value, next());
      } else if (accept("[")) {
        value = Names.element(value, literal(), token);
        expect("]");
      } else {
        return value;
      }
    }
  }

  private Expression member(Expression of, Token name) throws GuardSyntaxException {
    if (name.kind() != Kind.NAME) {
      throw fault(name, "expected a name after '.', found " + name);
    }
    if (!accept("(")) {
      return Names.field(of, name);
    }
    Expression argument = or();
    expect(")");
    return Names.method(of, name, argument);
  }

  private Expression primary() throws GuardSyntaxException {
    Token token = peek();
    if (accept("(")) {
      Expression inner = or();
      expect(")");
      return inner;
    }
    if (accept("[")) {
      return list();
    }
    if (token.isName("has")) {
      return has();
    }
    if (token.kind() == Kind.NUMBER || token.kind() == Kind.TEXT) {
      Object value = literal();
      return Expression.of(token.kind() == Kind.NUMBER ? Type.NUMBER : Type.TEXT, facts -> value);
    }
    position++;
    return Names.variable(token);
  }

  private Expression has() throws GuardSyntaxException {
    Token token = next();
    expect("(");
    Expression inner = or();
    expect(")");
    if (inner instanceof Selection selection) {
      return Expression.of(Type.TRUTH, selection::isPresent);
    }
    throw fault(token, "has() asks for a field: write has(payload.temperature)");
  }

  private Expression list() throws GuardSyntaxException {
    List<Object> items = new ArrayList<>();
    do {
      items.add(literal());
    } while (accept(","));
    expect("]");
    return new Items(items);
  }

  private Object literal() throws GuardSyntaxException {
    Token token = next();
    return switch (token.kind()) {
      case NUMBER -> Double.valueOf(token.text());
      case TEXT -> token.text();
      default -> throw fault(token, "expected a number or text in quotes, found " + token);
    };
  }

  private void enter() throws GuardSyntaxException {
    if (++depth > DEPTH_MAX) {
      throw fault(peek(), "is nested deeper than " + DEPTH_MAX + " levels: make two routes of it");
    }
  }

  private Token peek() {
    return tokens.get(position);
  }

  /** The end is never passed. */
  private Token next() {
    Token token = peek();
    position += token.kind() == Kind.END ? 0 : 1;
    return token;
  }

  private boolean accept(String sign) {
    boolean found = peek().is(sign);
    position += found ? 1 : 0;
    return found;
  }

  private void expect(String sign) throws GuardSyntaxException {
    if (!accept(sign)) {
      throw fault(peek(), "expected '" + sign + "' before " + peek());
    }
  }

  private static GuardSyntaxException fault(Token token, String what) {
    return new GuardSyntaxException(token.at(), what);
  }
}
