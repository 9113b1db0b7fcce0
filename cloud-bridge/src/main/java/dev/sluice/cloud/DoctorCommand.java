package dev.sluice.cloud;

import dev.sluice.cloud.config.BackboneUse;
import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.Level;
import dev.sluice.doctor.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice cloud doctor}: what a bridge cannot do without, and lacks. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Examines what a bridge meets others at, whether it runs or not, and says how to mend what is",
      "wrong: its configuration, an external broker, the engine of a backbone. Changes nothing;",
      "shows no secret."
    },
    footer = {
      "",
      "Exit codes: 0 no faults, 1 faults (with --strict also warnings), 2 wrong usage.",
      "",
      "Examples:",
      "  ./sluice cloud doctor",
      "  ./sluice cloud doctor --config /etc/sluice/cloud.yaml --strict",
      "  ./sluice cloud doctor --json | jq '.findings[] | select(.level != \"ok\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int FINE = 0;
  private static final int FAULTS = 1;
  private static final String SUBJECT = "config";

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = CloudBridge.CONFIG_FILE,
      description = "Configuration file of the bridge (default: config/cloud.yaml).")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides one value of the file, as at the bridge's start; repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--strict", description = "Warnings count as faults for the exit code.")
  private boolean strict;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Report report = new Report(examine());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
    boolean failed = report.count(Level.FAULT) > 0 || (strict && report.count(Level.WARNING) > 0);
    return failed ? FAULTS : FINE;
  }

  private List<Finding> examine() {
    try {
      CloudConfig config = CloudConfig.load(file, overrides);
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.ok(SUBJECT, file.toString(), "read"));
      for (Check check : checks(config)) {
        findings.addAll(run(check));
      }
      return findings;
    } catch (ConfigException e) {
      return Complaint.faults(
          SUBJECT,
          e.getMessage(),
          "correct that line, then ./sluice config check %s; nothing else was examined"
              .formatted(file));
    }
  }

  private List<Finding> run(Check check) throws ConfigException {
    try {
      return check.run();
    } catch (StartException e) {
      String place = e.field().orElse("broker");
      ConfigException placed = CloudConfig.fault(file, overrides, place, e.getMessage());
      return Complaint.faults(SUBJECT, placed.getMessage(), "correct that line");
    }
  }

  private static List<Check> checks(CloudConfig config) {
    List<Check> checks = new ArrayList<>();
    boolean worker =
        config.backbone().filter(use -> use.role() == BackboneUse.Role.WORKER).isPresent();
    if (!worker) {
      checks.add(new BrokerCheck(config.broker())::run);
    }
    config.backbone().ifPresent(use -> checks.add(new BackboneCheck(use)::run));
    return checks;
  }

  /** Of one kind of thing. */
  private interface Check {
    /**
     * @throws StartException for what the bridge would not start with
     */
    List<Finding> run() throws StartException;
  }
}
