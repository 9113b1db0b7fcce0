package dev.sluice.config.command;

import dev.sluice.config.ConfigEntry;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.ConfigKind;
import dev.sluice.config.ConfigKinds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** In which values two files differ, or a file from the defaults, and what a change asks for. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares what is in force by two files of one kind, or by one and the defaults.",
      "Behind each line: whether a running program takes the change by itself, or at a restart."
    },
    footer = {
      "",
      "Exit codes: 0 the same, 1 they differ, 2 a file cannot be used.",
      "",
      "Examples:",
      "  ./sluice config diff config/edge.yaml",
      "  ./sluice config diff config/edge.yaml config/demo/edge.yaml"
    })
final class DiffCommand implements Callable<Integer> {
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;
  private static final String NOTHING = "-";

  @Spec private CommandSpec spec;
  @Mixin private FileOptions options;

  @Parameters(index = "0", paramLabel = "FILE", description = "A configuration file.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "What it is to become; without it, the file is compared with the defaults.")
  private Optional<Path> other = Optional.empty();

  @Override
  public Integer call() throws ConfigException {
    ConfigKind kind = ConfigKinds.onClassPath().of(file, options.kind());
    List<ConfigEntry> given = ConfigFile.load(file, kind.schema(), options.overrides()).entries();
    boolean same =
        other.isPresent()
            ? show(kind, given, load(kind, other.get()))
            : show(kind, ConfigFile.defaults(kind.schema()), given);
    spec.commandLine().getOut().flush();
    return same ? SAME : DIFFERENT;
  }

  private List<ConfigEntry> load(ConfigKind kind, Path path) throws ConfigException {
    return ConfigFile.load(path, kind.schema(), options.overrides()).entries();
  }

  /** Whether there was nothing to show. */
  private boolean show(ConfigKind kind, List<ConfigEntry> before, List<ConfigEntry> after) {
    Map<String, ConfigEntry> old = byField(before);
    Map<String, ConfigEntry> now = byField(after);
    Set<String> fields = new LinkedHashSet<>(old.keySet());
    fields.addAll(now.keySet());
    fields.removeIf(field -> content(old, field).equals(content(now, field)));
    for (String field : fields) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s -> %s   (%s)%n",
              field,
              value(old, field),
              value(now, field),
              kind.isTakenWhileRunning(field) ? "taken while it runs" : "at a restart");
    }
    return fields.isEmpty();
  }

  private static Optional<String> content(Map<String, ConfigEntry> entries, String field) {
    return Optional.ofNullable(entries.get(field)).map(ConfigEntry::content);
  }

  private static String value(Map<String, ConfigEntry> entries, String field) {
    return Optional.ofNullable(entries.get(field)).map(ConfigEntry::value).orElse(NOTHING);
  }

  private static Map<String, ConfigEntry> byField(List<ConfigEntry> entries) {
    Map<String, ConfigEntry> byField = new LinkedHashMap<>();
    entries.forEach(entry -> byField.put(entry.field(), entry));
    return byField;
  }
}
