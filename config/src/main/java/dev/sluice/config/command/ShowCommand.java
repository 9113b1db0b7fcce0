package dev.sluice.config.command;

import dev.sluice.config.ConfigEntry;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.ConfigKinds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Every value that a program would go by, and where it comes from. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows every value in force and where it comes from: the file's line, --set, or the default.",
      "The environment sets none. Secrets are not shown; they are in files of their own."
    },
    footer = {
      "",
      "Exit codes: 0 shown, 2 the file cannot be used.",
      "",
      "Examples:",
      "  ./sluice config show config/edge.yaml",
      "  ./sluice config show config/edge.yaml --written --set uplink.enabled=false"
    })
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private FileOptions options;

  @Parameters(paramLabel = "FILE", description = "A configuration file.")
  private Path file;

  @Option(names = "--written", description = "Without the defaults.")
  private boolean written;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() throws ConfigException {
    String schema = ConfigKinds.onClassPath().of(file, options.kind()).schema();
    List<ConfigEntry> entries =
        ConfigFile.load(file, schema, options.overrides()).entries().stream()
            .filter(entry -> !written || !entry.isDefault())
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(entries));
    } else {
      entries.forEach(entry -> out.println(line(entry)));
    }
    out.flush();
    return 0;
  }

  private static String line(ConfigEntry entry) {
    return "%-42s  %-24s  %s".formatted(entry.field(), entry.value(), entry.origin());
  }

  private static String json(List<ConfigEntry> entries) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (ConfigEntry entry : entries) {
      array
          .addObject()
          .put("field", entry.field())
          .put("value", entry.value())
          .put("origin", entry.origin());
    }
    return array.toPrettyString();
  }
}
