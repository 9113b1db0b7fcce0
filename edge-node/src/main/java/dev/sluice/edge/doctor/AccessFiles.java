package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.admin.AdminToken;
import dev.sluice.edge.auth.AccessControl;
import dev.sluice.edge.auth.Tokens;
import dev.sluice.edge.config.AccessConfig;
import dev.sluice.edge.config.EdgeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The files that say who may come: read as the node reads them, and readable by nobody else. */
public final class AccessFiles implements Check {
  private static final String SUBJECT = "access";

  private final EdgeConfig config;
  private final Function<AccessConfig.Jwt, Tokens.Settings> tokens;
  private final List<Finding> findings = new ArrayList<>();

  /** Reads one or several files. */
  private interface Reading {
    void run() throws ConfigException;
  }

  /**
   * @param tokens how the node checks tokens by that part of its file
   */
  public AccessFiles(EdgeConfig config, Function<AccessConfig.Jwt, Tokens.Settings> tokens) {
    this.config = config;
    this.tokens = tokens;
  }

  @Override
  public List<Finding> run() {
    AccessConfig access = config.access();
    Optional<Path> token = config.admin().tokenFile();
    if (access.users().isPresent() || access.acl().isPresent()) {
      look(access.users(), () -> AccessControl.open(access.users(), access.acl()));
    }
    access
        .jwt()
        .ifPresent(jwt -> look(Optional.of(jwt.keys()), () -> Tokens.open(tokens.apply(jwt))));
    token.ifPresent(file -> look(token, () -> AdminToken.open(file)));
    return findings.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "access", "no files: this machine only"))
        : List.copyOf(findings);
  }

  private void look(Optional<Path> secret, Reading reading) {
    try {
      reading.run();
      Stream<Finding> open =
          secret.stream().flatMap(file -> PrivateFiles.look(SUBJECT, file).stream());
      findings.add(
          open.findFirst()
              .orElseGet(
                  () ->
                      Finding.ok(
                          SUBJECT, secret.map(Path::toString).orElse("access.acl"), "read")));
    } catch (ConfigException e) {
      findings.addAll(
          Complaint.faults(
              SUBJECT,
              e.getMessage(),
              "correct that line, or the path under access; './sluice init' writes files that work"));
    }
  }
}
