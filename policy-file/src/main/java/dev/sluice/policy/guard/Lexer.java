package dev.sluice.policy.guard;

import dev.sluice.policy.guard.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts an expression into words. */
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[",
          "]", ".", ",");

  /** What people write who are used to another language. */
  private static final Map<String, String> ELSEWHERE =
      Map.of("and", "&&", "or", "||", "not", "!", "AND", "&&", "OR", "||", "NOT", "!");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> read(String text) throws GuardSyntaxException {
    Lexer lexer = new Lexer(text);
    lexer.skipSpace();
    while (lexer.at < text.length()) {
      lexer.tokens.add(lexer.next(text.charAt(lexer.at)));
      lexer.skipSpace();
    }
    lexer.tokens.add(new Token(Kind.END, "", text.length()));
    return lexer.tokens;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Token next(char first) throws GuardSyntaxException {
    if (isDigit(first)) {
      return number();
    }
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    if (isNameStart(first)) {
      return name();
    }
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        at += sign.length();
        return new Token(Kind.SIGN, sign, at - sign.length());
      }
    }
    throw new GuardSyntaxException(at, unknown(first));
  }

  private static String unknown(char first) {
    return switch (first) {
      case '=' -> "'=' is no comparison: write '=='";
      case '&' -> "'&' means nothing here: write '&&'";
      case '|' -> "'|' means nothing here: write '||'";
      default -> "'" + first + "' means nothing here: leave it out, or put text in quotes";
    };
  }

  private Token number() throws GuardSyntaxException {
    int start = at;
    while (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String word = text.substring(start, at);
    if (!word.matches("[0-9]{1,15}(\\.[0-9]{1,15})?")) {
      throw new GuardSyntaxException(start, "'" + word + "' is no number: write 5 or 0.25");
    }
    return new Token(Kind.NUMBER, word, start);
  }

  private Token quoted(char quote) throws GuardSyntaxException {
    int start = at;
    int end = text.indexOf(quote, start + 1);
    if (end < 0) {
      throw new GuardSyntaxException(start, "this quote never ends: close it with " + quote);
    }
    if (text.substring(start, end).indexOf('\\') >= 0) {
      throw new GuardSyntaxException(
          start, "text holds no '\\': for a quote in it use the other kind around it");
    }
    at = end + 1;
    return new Token(Kind.TEXT, text.substring(start + 1, end), start);
  }

  private Token name() throws GuardSyntaxException {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (ELSEWHERE.containsKey(word)) {
      throw new GuardSyntaxException(start, "write '" + ELSEWHERE.get(word) + "' for " + word);
    }
    return new Token(Kind.NAME, word, start);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
