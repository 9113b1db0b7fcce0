package dev.sluice.cloud.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.tls.Authority;
import dev.sluice.tls.CertificateRequest;
import dev.sluice.tls.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes edge nodes: by an invitation the first time, by the certificate that they have later. */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final PairingFolder folder;
  private final Invitations invitations;
  private final Roster roster;
  private final Duration life;

  /** What an edge node is answered. */
  public sealed interface Reply {
    /**
     * @param certificate PEM
     * @param authority PEM: who vouches for this bridge
     */
    record Certified(String edgeId, String certificate, String authority) implements Reply {}

    /** One line for whoever asked. */
    record Refused(String why) implements Reply {}
  }

  /**
   * @param life of the certificates that are issued
   */
  public Admission(PairingFolder folder, Invitations invitations, Roster roster, Duration life) {
    this.folder = folder;
    this.invitations = invitations;
    this.roster = roster;
    this.life = life;
  }

  /** The request is looked at first: a faulty one does not use the invitation up. */
  Reply pair(String secret, String request) throws IOException, ConfigException {
    Optional<CertificateRequest> asked = CertificateRequest.read(request);
    if (asked.isEmpty()) {
      return new Reply.Refused("the request for a certificate is faulty");
    }
    Invitations.Taken taken = invitations.take(secret);
    return switch (taken.verdict()) {
      case UNKNOWN -> new Reply.Refused("this token is not known here, or was used already");
      case EXPIRED -> new Reply.Refused("this token has expired");
      case GOOD -> {
        Authority authority = folder.authority();
        String pem = authority.edge(taken.edgeId(), asked.get(), folder.edgeValidity(life));
        roster.enrol(taken.edgeId(), Certificates.parse(pem));
        LOG.info("event=edge-paired edge={}", taken.edgeId());
        yield new Reply.Certified(taken.edgeId(), pem, authority.own().certificate());
      }
    };
  }

  /**
   * @param shown what the edge node proved to have
   */
  Reply renew(X509Certificate shown, String request) throws IOException, ConfigException {
    String edgeId = Certificates.name(shown).orElse("");
    Optional<CertificateRequest> asked = CertificateRequest.read(request);
    if (asked.isEmpty()) {
      return new Reply.Refused("the request for a certificate is faulty");
    }
    if (!roster.admits(edgeId, shown)) {
      return new Reply.Refused("this certificate does not count any more; pair again");
    }
    Authority authority = folder.authority();
    String pem = authority.edge(edgeId, asked.get(), folder.edgeValidity(life));
    if (!roster.follow(edgeId, Certificates.parse(pem))) {
      return new Reply.Refused("this certificate does not count any more; pair again");
    }
    LOG.info("event=edge-renewed edge={}", edgeId);
    return new Reply.Certified(edgeId, pem, authority.own().certificate());
  }
}
