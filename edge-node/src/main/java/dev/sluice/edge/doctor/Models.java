package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.RouteConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The model files: there, whole, trusted, and those that the routes ask for. */
public final class Models implements Check {
  private static final String SUBJECT = "models";
  private static final String RESTORE =
      "restore the files of the model, or take it in again: ./sluice model add";

  private final EdgeConfig config;
  private final Optional<PolicyFile> policy;
  private final Set<String> names = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param policy empty when it could not be read
   */
  public Models(EdgeConfig config, Optional<PolicyFile> policy) {
    this.config = config;
    this.policy = policy;
  }

  @Override
  public List<Finding> run() {
    try {
      ModelTrust trust =
          ModelTrust.of(config.inference().trustedKeys(), config.inference().unsigned());
      config.inference().models().forEach(file -> look(trust, file));
      policy.ifPresent(this::routes);
    } catch (ModelException e) {
      findings.addAll(Complaint.faults(SUBJECT, e.getMessage(), "restore the public key"));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "inference.models", "none, and no route needs one"))
        : List.copyOf(findings);
  }

  private void look(ModelTrust trust, Path file) {
    try {
      ModelManifest manifest = trust.read(file);
      names.add(manifest.name());
      byte[] graph = ModelFile.verified(manifest);
      findings.add(
          Finding.ok(
              SUBJECT,
              file.toString(),
              "%s version %s, %d KB, as its manifest says"
                  .formatted(manifest.name(), manifest.version(), graph.length >> 10)));
    } catch (ModelException e) {
      findings.addAll(Complaint.faults(SUBJECT, e.getMessage(), RESTORE));
    }
  }

  private void routes(PolicyFile file) {
    List<RouteConfig> routes = file.config().routes();
    for (int i = 0; i < routes.size(); i++) {
      RouteConfig route = routes.get(i);
      if (route.runsHere()) {
        require(file, "routes." + i + ".model", route.model());
      }
      String fallback = "routes." + i + ".fallback";
      route.fallback().ifPresent(model -> require(file, fallback, model));
    }
  }

  private void require(PolicyFile file, String field, String model) {
    if (!names.contains(model)) {
      ConfigException fault =
          file.fault(field, "no model '%s' can be loaded: there are %s".formatted(model, names));
      findings.addAll(
          Complaint.faults(
              SUBJECT,
              fault.getMessage(),
              "add its manifest to inference.models, or correct the name"));
    }
  }
}
