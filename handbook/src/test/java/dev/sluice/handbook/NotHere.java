package dev.sluice.handbook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Commands that a test run cannot afford or has not the machine for, wherever they are written. */
final class NotHere {
  private static final Map<Pattern, String> REASONS = new LinkedHashMap<>();

  static {
    put("\\./mvnw .*", "it is the build itself, or a long test of it");
    put("\\./sluice (demo|bench|train|package)\\b.*", "takes minutes");
    put("\\./sluice sim( field| world .*--seeds).*", "takes minutes");
    put("\\./sluice policy simulate\\b.*", "takes minutes");
    put("\\./sluice top((?! --once| -n).)*", "runs until Ctrl-C");
    put(".*/etc/(sluice|default).*", "needs an installed package");
    put(
        "(sudo |apt |systemctl |journalctl |dpkg |sluice-edge |sluice-cloud |promtool ).*",
        "needs a Debian system, and root");
  }

  private NotHere() {}

  private static void put(String command, String reason) {
    REASONS.put(Pattern.compile(command), reason);
  }

  /** Why a command is not run; empty when it is. */
  static Optional<String> reason(Document.Command command) {
    return command
        .notRun()
        .or(
            () ->
                REASONS.entrySet().stream()
                    .filter(each -> each.getKey().matcher(command.text()).matches())
                    .map(Map.Entry::getValue)
                    .findFirst());
  }
}
