package dev.sluice.handbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What each command's help says of its exit codes. */
final class ExitCodes {
  private static final String HEAD = "Exit codes: ";
  private static final Pattern CODE = Pattern.compile("(?:^|[,;] )([0-9]) ");

  private ExitCodes() {}

  /** Every command below that one which does something itself, by its full name. */
  static SortedMap<String, CommandLine> commands(CommandLine root) {
    SortedMap<String, CommandLine> all = new TreeMap<>();
    add(root, root.getCommandName().length() + 1, all);
    return all;
  }

  private static void add(CommandLine command, int prefix, Map<String, CommandLine> all) {
    for (CommandLine below : command.getSubcommands().values()) {
      all.put(below.getCommandSpec().qualifiedName().substring(prefix), below);
      add(below, prefix, all);
    }
  }

  /** What it says of its codes in one sentence; empty when it says nothing. */
  static String sentence(CommandLine command) {
    List<String> words = new ArrayList<>();
    for (String line : command.getCommandSpec().usageMessage().footer()) {
      boolean head = line.startsWith(HEAD);
      if (head || (!words.isEmpty() && !line.isBlank())) {
        words.add(head ? line.substring(HEAD.length()) : line);
      } else if (!words.isEmpty()) {
        break;
      }
    }
    return String.join(" ", words);
  }

  /** The codes and what each means. */
  static SortedMap<Integer, String> of(CommandLine command) {
    SortedMap<Integer, String> meanings = new TreeMap<>();
    String sentence = sentence(command).replaceFirst("\\.$", "");
    Matcher code = CODE.matcher(sentence);
    int number = -1;
    int from = 0;
    while (code.find()) {
      put(meanings, number, sentence.substring(from, code.start()));
      number = Integer.parseInt(code.group(1));
      from = code.end();
    }
    put(meanings, number, sentence.substring(from));
    return meanings;
  }

  private static void put(Map<Integer, String> meanings, int number, String meaning) {
    if (number >= 0) {
      meanings.merge(number, meaning, (one, other) -> one + "; " + other);
    }
  }

  /** One row for each command. */
  static String table(CommandLine root) {
    return commands(root).entrySet().stream()
        .map(command -> row(command.getKey(), of(command.getValue())))
        .collect(Collectors.joining("\n", "| command | exit codes |\n|---|---|\n", "\n"));
  }

  private static String row(String name, Map<Integer, String> codes) {
    return codes.entrySet().stream()
        .map(code -> "**%d** %s".formatted(code.getKey(), code.getValue()))
        .collect(Collectors.joining("; ", "| `" + name + "` | ", " |"));
  }
}
