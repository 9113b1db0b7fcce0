package dev.sluice.cloud;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.config.ConfigException;
import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.delivery.DeadLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code ./sluice cloud dead-letters}; the bridge may run beside it. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Records that a target never took: list them, or put them again.",
    footer = {
      "",
      "Exit codes: 0 done, 1 some were not taken again, 2 cannot be done, said why.",
      "",
      "Examples:",
      "  ./sluice cloud dead-letters list",
      "  ./sluice cloud dead-letters replay telemetry",
    })
final class DeadLettersCommand {
  private static final int DONE = 0;
  private static final int SOME_LEFT = 1;
  private static final int CANNOT = 2;

  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the dead letters of all targets, oldest first.",
      footer = {
        "",
        "Exit codes: 0 listed, 2 cannot be read, said why.",
        "",
        "Examples:",
        "  ./sluice cloud dead-letters list --json",
      })
  int list(
      @Option(
              names = "--config",
              paramLabel = "FILE",
              defaultValue = CloudBridge.CONFIG_FILE,
              description = "Configuration file of the bridge (default: config/cloud.yaml).")
          Path file,
      @Option(names = "--data", paramLabel = "DIR", description = "As the bridge has it.")
          Optional<Path> data,
      @Option(names = "--json", description = "As a JSON array.") boolean json) {
    return guarded(() -> list(CloudConfig.load(file, List.of()), data, json));
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Puts the dead letters of a target again; those that it takes are removed.",
      footer = {
        "",
        "Exit codes: 0 all taken, 1 some were not taken again, 2 cannot be done, said why.",
        "",
        "Examples:",
        "  ./sluice cloud dead-letters replay telemetry",
      })
  int replay(
      @Parameters(paramLabel = "TARGET", description = "Its name in the configuration.")
          String name,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              defaultValue = CloudBridge.CONFIG_FILE,
              description = "Configuration file of the bridge (default: config/cloud.yaml).")
          Path file,
      @Option(names = "--data", paramLabel = "DIR", description = "As the bridge has it.")
          Optional<Path> data,
      @Option(names = "--json", description = "As a JSON object.") boolean json) {
    return guarded(() -> replay(CloudConfig.load(file, List.of()), name, data, json));
  }

  private int list(CloudConfig config, Optional<Path> data, boolean json) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : new TreeMap<>(config.targets()).keySet()) {
      for (DeadLetter letter : folder(config, data, name).list()) {
        rows.add(row(name, letter));
      }
    }
    if (json) {
      out().println(new JsonMapper().writeValueAsString(rows));
    } else {
      rows.forEach(row -> out().println(text(row)));
      out().println(rows.size() + " dead letters");
    }
    out().flush();
    return DONE;
  }

  private static Map<String, Object> row(String target, DeadLetter letter) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", target);
    row.put("id", letter.record().id());
    row.put("topic", letter.record().topic());
    row.put("stream", letter.record().destination());
    row.put("bytes", letter.record().bytes());
    row.put("storedMillis", letter.record().eventMillis());
    row.put("attempts", letter.attempts());
    row.put("reason", letter.reason());
    return row;
  }

  private static String text(Map<String, Object> row) {
    return "%s %s topic=%s bytes=%s attempts=%s reason=\"%s\""
        .formatted(
            row.get("target"),
            row.get("id"),
            row.get("topic"),
            row.get("bytes"),
            row.get("attempts"),
            row.get("reason"));
  }

  private int replay(CloudConfig config, String name, Optional<Path> data, boolean json)
      throws IOException, StartException {
    if (!config.targets().containsKey(name)) {
      throw new StartException(
          "%s is no target; there are %s"
              .formatted(name, new TreeMap<>(config.targets()).keySet()));
    }
    DeadLetterFolder folder = folder(config, data, name);
    List<DeadLetter> letters = folder.list();
    int taken = 0;
    try (Target target = TargetKinds.open(name, config.targets().get(name))) {
      for (DeadLetter letter : letters) {
        taken += replay(target, folder, letter) ? 1 : 0;
      }
    }
    int left = letters.size() - taken;
    out()
        .println(
            json
                ? "{\"taken\":%d,\"left\":%d}".formatted(taken, left)
                : taken + " taken, " + left + " left");
    out().flush();
    return left == 0 ? DONE : SOME_LEFT;
  }

  private boolean replay(Target target, DeadLetterFolder folder, DeadLetter letter)
      throws IOException {
    Outcome outcome = put(target, letter);
    if (outcome instanceof Outcome.Confirmed) {
      folder.remove(letter);
      return true;
    }
    complain(letter.record().id() + ": " + outcome);
    return false;
  }

  private static Outcome put(Target target, DeadLetter letter) {
    long most = target.recordBytesMax();
    if (letter.record().bytes() > most) {
      return new Outcome.Refused(
          "%d bytes, of %d at most".formatted(letter.record().bytes(), most));
    }
    var outcome = new CompletableFuture<Outcome>();
    target.put(letter.record(), outcome::complete);
    return outcome.join();
  }

  private static DeadLetterFolder folder(CloudConfig config, Optional<Path> data, String name) {
    return new DeadLetterFolder(StorePlace.of(config, data), name);
  }

  private int guarded(Work work) {
    try {
      return work.run();
    } catch (StartException e) {
      complain(e.line());
      return CANNOT;
    } catch (ConfigException | IOException e) {
      e.getMessage().lines().forEach(this::complain);
      return CANNOT;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void complain(String line) {
    spec.commandLine().getErr().println("cloud: " + line);
  }

  private interface Work {
    int run() throws ConfigException, StartException, IOException;
  }
}
