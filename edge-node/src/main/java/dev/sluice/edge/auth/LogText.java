package dev.sluice.edge.auth;

/** Text of a stranger, made fit to stand in one line of the log. */
final class LogText {
  private static final int CHARS_MAX = 64;

  private LogText() {}

  static String of(String text) {
    String plain = text.replaceAll("[^\\p{L}\\p{N}_.@:/+#%-]", "?");
    return plain.length() <= CHARS_MAX ? plain : plain.substring(0, CHARS_MAX) + "...";
  }
}
