package dev.sluice.edge.auth;

import dev.sluice.broker.Identity;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Who a client certificate says that its owner is. TLS has checked that the client has its key. */
public final class Certificates {
  /** Where the name stands. */
  public enum Name {
    CN(-1),
    SAN_DNS(2),
    SAN_URI(6),
    SAN_EMAIL(1);

    /** Tag of the GeneralName (RFC 5280, section 4.2.1.6). */
    private final int tag;

    Name(int tag) {
      this.tag = tag;
    }
  }

  private final Name name;
  private final Set<String> roles;
  private final AccessControl access;

  /**
   * @param roles of every client with a certificate
   */
  public Certificates(Name name, Set<String> roles, AccessControl access) {
    this.name = name;
    this.roles = Set.copyOf(roles);
    this.access = access;
  }

  /**
   * @param own is trusted
   */
  Verdict check(X509Certificate own, boolean local) {
    try {
      Optional<String> user = nameOf(own).filter(found -> !found.isBlank());
      if (user.isEmpty()) {
        return new Verdict.Refused(Refusal.BAD_CERTIFICATE);
      }
      if (access.listsUsers() && access.user(user.get()).isEmpty()) {
        return new Verdict.Refused(Refusal.UNKNOWN_USER);
      }
      String credential = Credential.CERTIFICATE.named(Digests.fingerprint(own.getEncoded()));
      return new Verdict.Accepted(
          new Identity(Credential.CERTIFICATE.realm(), user.get(), roles, credential, local),
          Optional.of(own.getNotAfter().toInstant()));
    } catch (CertificateException | InvalidNameException e) {
      return new Verdict.Refused(Refusal.BAD_CERTIFICATE);
    }
  }

  private Optional<String> nameOf(X509Certificate certificate)
      throws CertificateParsingException, InvalidNameException, CertificateEncodingException {
    if (name == Name.CN) {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .findFirst();
    }
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? Optional.empty()
        : names.stream()
            .filter(entry -> entry.get(0).equals(name.tag))
            .map(entry -> (String) entry.get(1))
            .findFirst();
  }
}
