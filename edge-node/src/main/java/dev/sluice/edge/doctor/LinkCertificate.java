package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.tls.CertificateTerm;
import dev.sluice.tls.LinkIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the node shows of itself to the bridge: whose it is, how long it lasts, who can read it. */
public final class LinkCertificate implements Check {
  private static final String SUBJECT = "uplink tls";
  private static final String PAIR =
      "pair again: './sluice cloud invite' on the bridge, './sluice pair TOKEN' here";

  private final EdgeConfig config;
  private final Instant now;
  private final Instant past;

  /**
   * @param past a moment that has been, as far as files tell
   */
  public LinkCertificate(EdgeConfig config, Instant now, Instant past) {
    this.config = config;
    this.now = now;
    this.past = past;
  }

  @Override
  public List<Finding> run() {
    if (!config.uplink().enabled() || files().isEmpty()) {
      return List.of(Finding.ok(SUBJECT, "uplink.tls", "none: the link is plain TCP"));
    }
    List<Finding> findings = new ArrayList<>();
    files().forEach(one -> findings.addAll(look(one)));
    return findings;
  }

  /** Of all ways, each once. */
  private List<EdgeConfig.UplinkTls> files() {
    return config.uplink().ways().stream().flatMap(way -> way.tls().stream()).distinct().toList();
  }

  private List<Finding> look(EdgeConfig.UplinkTls files) {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.addAll(look(files, LinkIdentity.load(files.identity(), files.ca())));
    } catch (ConfigException e) {
      findings.addAll(Complaint.faults(SUBJECT, e.getMessage(), PAIR));
    }
    PrivateFiles.look(SUBJECT, files.identity()).ifPresent(findings::add);
    return findings;
  }

  private List<Finding> look(EdgeConfig.UplinkTls files, LinkIdentity identity) {
    String where = files.identity().toString();
    if (!identity.name().equals(config.node().id())) {
      String what =
          "is for '%s', and this node is '%s'".formatted(identity.name(), config.node().id());
      return List.of(Finding.fault(SUBJECT, where, what, "correct node.id, or " + PAIR));
    }
    CertificateTerm term = identity.term();
    Optional<String> obstacle = term.obstacle(now, past);
    if (obstacle.isPresent()) {
      boolean expired = term.left(now).isNegative();
      return List.of(
          Finding.fault(
              SUBJECT,
              where,
              obstacle.get(),
              expired ? PAIR : "timedatectl set-ntp true, or date -s 'YYYY-MM-DD hh:mm'"));
    }
    String left = "%d days left, until %s".formatted(term.left(now).toDays(), term.until());
    if (!term.isRenewalDue(now)) {
      return List.of(Finding.ok(SUBJECT, where, left));
    }
    return List.of(
        Finding.warning(
            SUBJECT,
            where,
            left + ", and it should have been renewed",
            files.renew().isPresent()
                ? "see the node's log for 'uplink=not-renewed'; a node that was away renews at once"
                : "set uplink.tls.renew, or " + PAIR));
  }
}
