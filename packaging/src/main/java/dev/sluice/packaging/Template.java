package dev.sluice.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of this package's resources with places, {@code @word@}, to be filled. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("@([a-z-]+)@");

  private Template() {}

  /**
   * @throws IllegalArgumentException when a place has no word to fill it
   */
  static String fill(String name, Map<String, String> words) throws IOException {
    return PLACE
        .matcher(text(name))
        .replaceAll(place -> Matcher.quoteReplacement(word(name, place.group(1), words)));
  }

  private static String word(String name, String place, Map<String, String> words) {
    if (!words.containsKey(place)) {
      throw new IllegalArgumentException(name + ": nothing to put at @" + place + "@");
    }
    return words.get(place);
  }

  /** As it is. */
  static String text(String name) throws IOException {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no template " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
