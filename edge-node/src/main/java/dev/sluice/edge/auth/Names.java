package dev.sluice.edge.auth;

/** The names that a client brings with it, put into a level of a pattern. */
final class Names {
  private Names() {}

  /** In one pass: a user who is called "%c" is not replaced once more. */
  static String fill(String level, String user, String clientId) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < level.length(); i++) {
      if (level.startsWith("%u", i)) {
        filled.append(user);
        i++;
      } else if (level.startsWith("%c", i)) {
        filled.append(clientId);
        i++;
      } else {
        filled.append(level.charAt(i));
      }
    }
    return filled.toString();
  }
}
