package dev.sluice.edge.cloudlink;

import dev.sluice.tls.LinkIdentity;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * TLS in which both sides show a certificate, and the bridge's has to be for the host that was
 * asked for. The identity can be exchanged; the next attempt takes it. Any thread.
 */
public final class MutualTls implements LinkSecurity {
  private final Supplier<Instant> clock;
  private final Instant past;
  private volatile LinkIdentity identity;

  /**
   * @param clock of the wall, which may be wrong
   * @param past a moment that has certainly been
   */
  public MutualTls(LinkIdentity identity, Supplier<Instant> clock, Instant past) {
    this.identity = identity;
    this.clock = clock;
    this.past = past;
  }

  /** From the next attempt on. */
  public void exchange(LinkIdentity next) {
    identity = next;
  }

  public LinkIdentity identity() {
    return identity;
  }

  @Override
  public Optional<String> obstacle() {
    return identity.term().obstacle(clock.get(), past);
  }

  @Override
  public void secure(ClientOptionsBase options) {
    LinkIdentity now = identity;
    options.setSsl(true);
    options.setKeyCertOptions(KeyCertOptions.wrap(now.keys()));
    options.setTrustOptions(TrustOptions.wrap(now.trust()));
  }

  /** A clock that is behind makes the bridge's certificate look as if it came from the future. */
  @Override
  public String explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateNotYetValidException) {
        return "the bridge's certificate is not valid yet by this machine's clock, which says "
            + clock.get()
            + ": set it ('timedatectl set-ntp true')";
      }
      if (cause instanceof CertificateException && cause.getCause() == null) {
        return "the bridge's certificate is not taken: " + cause.getMessage();
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
