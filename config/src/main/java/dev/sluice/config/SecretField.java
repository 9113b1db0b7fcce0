package dev.sluice.config;

import java.util.regex.Pattern;

/** Which fields hold a secret itself, not the file that it is in: their values are never shown. */
final class SecretField {
  static final String NOT_SHOWN = "(not shown)";

  private static final Pattern NAME =
      Pattern.compile("(.*-)?(password|passphrase|secret|token|salt|hash-key)");

  private SecretField() {}

  static boolean is(FieldPath field) {
    return !field.isRoot() && NAME.matcher(field.name()).matches();
  }
}
