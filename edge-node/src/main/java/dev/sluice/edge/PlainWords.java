package dev.sluice.edge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a usual start, understood without the library for command lines: its classes are too
 * old for the class-data archive, and took a third of the time to the open port. Whatever is not
 * plain here, right or wrong, that library reads; where both read something, they read the same.
 */
final class PlainWords {
  private static final String CONFIG = "--config";
  private static final String PORT = "--port";
  private static final String DATA = "--data";
  private static final String SET = "--set";
  private static final Set<String> ONCE = Set.of(CONFIG, PORT, DATA);

  private final Map<String, String> once = new HashMap<>();
  private final List<String> overrides = new ArrayList<>();

  private PlainWords() {}

  /** Empty when any word is not plain. */
  static Optional<NodeOptions> read(String... words) {
    PlainWords plain = new PlainWords();
    for (int i = 0; i < words.length; i += 2) {
      if (i + 1 == words.length || !plain.take(words[i], words[i + 1])) {
        return Optional.empty();
      }
    }
    return Optional.of(plain.options());
  }

  /** False when it cannot be said what the two mean. */
  private boolean take(String name, String value) {
    if (value.isEmpty() || "-@\"'".indexOf(value.charAt(0)) >= 0) {
      return false;
    }
    if (name.equals(SET)) {
      return overrides.add(value);
    }
    return ONCE.contains(name)
        && (!name.equals(PORT) || value.matches("[0-9]{1,5}"))
        && once.putIfAbsent(name, value) == null;
  }

  private NodeOptions options() {
    String home = System.getProperty("sluice.home", ".");
    return new NodeOptions(
        Path.of(once.getOrDefault(CONFIG, home + "/config/edge.yaml")),
        Optional.ofNullable(once.get(PORT)).map(Integer::valueOf),
        Optional.ofNullable(once.get(DATA)).map(Path::of),
        overrides);
  }
}
