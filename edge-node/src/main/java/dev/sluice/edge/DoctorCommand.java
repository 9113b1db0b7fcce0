package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.Level;
import dev.sluice.doctor.Report;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.doctor.AccessFiles;
import dev.sluice.edge.doctor.CertificateFiles;
import dev.sluice.edge.doctor.Check;
import dev.sluice.edge.doctor.CloudBroker;
import dev.sluice.edge.doctor.Configuration;
import dev.sluice.edge.doctor.DataFolder;
import dev.sluice.edge.doctor.JvmCaps;
import dev.sluice.edge.doctor.LinkCertificate;
import dev.sluice.edge.doctor.MachineLimits;
import dev.sluice.edge.doctor.Memory;
import dev.sluice.edge.doctor.ModelRuntimes;
import dev.sluice.edge.doctor.Models;
import dev.sluice.edge.doctor.Ports;
import dev.sluice.edge.doctor.RunningNode;
import dev.sluice.edge.doctor.TimeSync;
import dev.sluice.edge.doctor.WallClock;
import dev.sluice.policy.PolicyFile;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ./sluice doctor}: what is wrong with a set-up, and how to mend it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = EdgeNode.Versions.class,
    sortOptions = false,
    description = {
      "Examines what an edge node needs, running or not, and says how to mend what is wrong:",
      "configuration, ports, disk, clock, certificates, access files, models and their runtime,",
      "uplink, memory. Changes nothing; shows no secret."
    },
    footer = {
      "",
      "Exit codes: 0 no faults, 1 faults (with --strict also warnings), 2 wrong usage.",
      "",
      "Examples:",
      "  ./sluice doctor",
      "  ./sluice doctor --config /etc/sluice/edge.yaml --data /var/lib/sluice",
      "  ./sluice doctor --host gateway.example --strict",
      "  ./sluice doctor --json | jq '.findings[] | select(.level != \"ok\")'"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int FINE = 0;
  private static final int FAULTS = 1;

  @Spec private CommandSpec spec;

  @Mixin private SetupOptions setup;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A name or address by which devices know this machine; repeatable (default: what it knows"
              + " of itself).")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--strict", description = "Warnings count as faults for the exit code.")
  private boolean strict;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  private final Clock clock;

  DoctorCommand(Clock clock) {
    this.clock = clock;
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command, to be run or asked for its options. */
  public static CommandLine commandLine() {
    return commandLine(Clock.systemUTC());
  }

  static CommandLine commandLine(Clock clock) {
    return new CommandLine(new DoctorCommand(clock));
  }

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
    Configuration configuration = new Configuration(setup.file());
    List<Finding> findings = new ArrayList<>();
    try {
      EdgeConfigFile file = EdgeConfigFile.load(setup.file(), setup.overrides());
      Optional<PolicyFile> policy = configuration.policy(file);
      findings.addAll(configuration.findings());
      checks(file.config(), policy).forEach(check -> findings.addAll(check.run()));
    } catch (ConfigException e) {
      findings.addAll(configuration.unusable(e));
    }
    return findings;
  }

  private List<Check> checks(EdgeConfig config, Optional<PolicyFile> policy) {
    Path journal = config.journal().dir().orElse(setup.journalFolder());
    Instant now = clock.instant();
    RunningNode node = RunningNode.of(config, journal);
    List<Check> checks = new ArrayList<>();
    checks.add(new Ports(config, node));
    checks.add(new DataFolder(config, journal, node));
    checks.add(new WallClock(now, journal, TimeSync.ofThisMachine()));
    checks.add(new CertificateFiles(config, hosts.isEmpty() ? LocalNames.all() : hosts, now));
    checks.add(new AccessFiles(config, AccessParts::settings));
    checks.add(new Models(config, policy));
    checks.add(ModelRuntimes.inChild(config.inference().models()));
    checks.add(new LinkCertificate(config, now, SecureLink.lastSeen(journal)));
    checks.addAll(CloudBroker.all(config.uplink()));
    checks.add(new Memory(config, MachineLimits.ofThisMachine(), JvmCaps.of(flags())));
    return checks;
  }

  /** Those that the launcher gives a node; where it gives all programs the same, this one's own. */
  private static List<String> flags() {
    String told = System.getProperty("sluice.edge.flags", "");
    return told.isEmpty()
        ? ManagementFactory.getRuntimeMXBean().getInputArguments()
        : List.of(told.split("[, ]", -1));
  }
}
