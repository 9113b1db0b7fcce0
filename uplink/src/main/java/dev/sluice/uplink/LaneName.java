package dev.sluice.uplink;

import java.util.regex.Pattern;

/**
 * Names a lane: messages of one lane arrive in the order in which they were forwarded.
 *
 * @param value 1 to 32 characters of {@code a-z0-9-}: it stands in names of folders and meters
 */
public record LaneName(String value) {
  private static final Pattern SYNTAX = Pattern.compile("[a-z0-9-]{1,32}");

  public LaneName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a lane's name has 1 to 32 characters of a-z 0-9 - : '" + value + "'");
    }
  }

  public static boolean isValid(String value) {
    return SYNTAX.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
