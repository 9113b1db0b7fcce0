package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.policy.PolicyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What reading the configuration and the policy that it names has given. */
public final class Configuration {
  private static final String SUBJECT = "config";

  private final Path file;
  private final List<Finding> findings = new ArrayList<>();

  public Configuration(Path file) {
    this.file = file;
  }

  /** Reads the policy; what is wrong with it is among the findings. */
  public Optional<PolicyFile> policy(EdgeConfigFile config) {
    findings.add(Finding.ok(SUBJECT, file.toString(), "read"));
    String named = config.config().policy().map(Path::toString).orElse("no policy file");
    try {
      PolicyFile policy = config.policy();
      int routes = policy.config().routes().size();
      findings.add(Finding.ok(SUBJECT, named, "%d inference routes".formatted(routes)));
      return Optional.of(policy);
    } catch (ConfigException e) {
      findings.addAll(
          Complaint.faults(
              SUBJECT, e.getMessage(), "correct that line, then ./sluice policy check " + named));
      return Optional.empty();
    }
  }

  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** All that can be said of a file that cannot be used: nothing else can be examined. */
  public List<Finding> unusable(ConfigException fault) {
    return Complaint.faults(
        SUBJECT,
        fault.getMessage(),
        "correct that line, then ./sluice config check %s; nothing else was examined"
            .formatted(file));
  }
}
