package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Complaint;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.TlsConfig;
import dev.sluice.tls.TlsFiles;
import dev.sluice.tls.TlsFiles.Pair;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Certificates, keys and authorities of all listeners, as they would be served now. */
public final class CertificateFiles implements Check {
  private static final String SUBJECT = "certificates";
  private static final String RENEW =
      "have it renewed and put certificate and key in place: a running node takes them by itself";
  private static final Duration SOON = Duration.ofDays(30);

  private final EdgeConfig config;
  private final List<String> hosts;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param hosts by which devices know this machine; one of them has to be in the certificate
   */
  public CertificateFiles(EdgeConfig config, List<String> hosts, Instant now) {
    this.config = config;
    this.hosts = List.copyOf(hosts);
    this.now = now;
  }

  @Override
  public List<Finding> run() {
    for (EdgeConfig.Listener listener : config.allListeners()) {
      listener.tls().ifPresent(tls -> listener(listener, tls));
    }
    config.admin().tls().ifPresent(pair -> open(List.of(pairOf(pair))));
    return findings.isEmpty()
        ? List.of(Finding.ok(SUBJECT, "listeners", "none uses TLS"))
        : List.copyOf(findings);
  }

  private void listener(EdgeConfig.Listener listener, TlsConfig tls) {
    List<Pair> pairs = new ArrayList<>();
    pairs.add(new Pair(tls.certificate(), tls.key()));
    tls.sni().forEach(pair -> pairs.add(pairOf(pair)));
    open(pairs)
        .ifPresent(
            files -> {
              if (!listener.isLocal()) {
                names(tls.certificate(), files.certificates().get(0));
              }
            });
    tls.clientCa().ifPresent(file -> authorities(file, tls));
  }

  private static Pair pairOf(TlsConfig.Pair pair) {
    return new Pair(pair.certificate(), pair.key());
  }

  private Optional<TlsFiles> open(List<Pair> pairs) {
    try {
      TlsFiles files =
          TlsFiles.open(
              new TlsFiles.Settings(pairs, Optional.empty(), Optional.empty()), () -> now);
      for (int i = 0; i < pairs.size(); i++) {
        expiry(pairs.get(i).certificate(), files.certificates().get(i));
        PrivateFiles.look(SUBJECT, pairs.get(i).key()).ifPresent(findings::add);
      }
      return Optional.of(files);
    } catch (ConfigException e) {
      findings.addAll(Complaint.faults(SUBJECT, e.getMessage(), advice(e.getMessage())));
      return Optional.empty();
    }
  }

  private static String advice(String fault) {
    return fault.endsWith("no such file")
        ? "put the file there, or correct the path under tls; './sluice init' makes a set"
        : "chown and chmod it so that the node's user can read it, or have it written again as PEM";
  }

  private void expiry(Path file, X509Certificate certificate) {
    Instant until = certificate.getNotAfter().toInstant();
    Duration left = Duration.between(now, until);
    if (left.compareTo(SOON) < 0) {
      findings.add(
          Finding.warning(
              SUBJECT,
              file.toString(),
              "expires in %d days, at %s".formatted(left.toDays(), until),
              RENEW));
    } else {
      findings.add(Finding.ok(SUBJECT, file.toString(), "valid until " + until));
    }
  }

  private void names(Path file, X509Certificate certificate) {
    List<String> certified = namesIn(certificate);
    if (hosts.stream().noneMatch(host -> covers(certified, host))) {
      findings.add(
          Finding.warning(
              SUBJECT,
              file.toString(),
              "is for %s, and this machine is known as %s"
                  .formatted(String.join(", ", certified), String.join(", ", hosts)),
              "have one made for a name that devices use; 'doctor --host NAME' checks one name"));
    }
  }

  private static boolean covers(List<String> certified, String host) {
    String asked = host.toLowerCase(Locale.ROOT);
    int dot = asked.indexOf('.');
    return certified.contains(asked) || (dot > 0 && certified.contains("*" + asked.substring(dot)));
  }

  /** DNS names and addresses of the subject's alternative names (RFC 5280, 4.2.1.6). */
  private static List<String> namesIn(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(1) instanceof String)
              .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private void authorities(Path file, TlsConfig tls) {
    try {
      for (X509Certificate authority : TlsFiles.authorities(file, tls.clientCrl())) {
        if (now.isAfter(authority.getNotAfter().toInstant())) {
          findings.add(
              Finding.fault(
                  SUBJECT,
                  file.toString(),
                  "the authority %s expired at %s: its clients are refused"
                      .formatted(
                          authority.getSubjectX500Principal(), authority.getNotAfter().toInstant()),
                  "put the renewed authority into the file"));
        }
      }
    } catch (ConfigException e) {
      findings.addAll(
          Complaint.faults(
              SUBJECT, e.getMessage(), "put the file there, or correct tls.client-ca"));
    }
  }
}
