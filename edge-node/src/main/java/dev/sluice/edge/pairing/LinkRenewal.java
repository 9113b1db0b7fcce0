package dev.sluice.edge.pairing;

import dev.sluice.config.ConfigException;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.CertificateTerm;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the next certificate when the time has come, and puts it in the place of the other. Whoever
 * calls it brings the time; one thread.
 */
public final class LinkRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(LinkRenewal.class);

  /** Asks the bridge. */
  public interface Asking {
    /**
     * @throws ConfigException in one line
     */
    Certified renew(LinkIdentity identity, OwnKey key) throws ConfigException, InterruptedException;
  }

  private final Path identityFile;
  private final Path authorityFile;
  private final Asking bridge;
  private final Consumer<LinkIdentity> onRenewed;
  private final SecureRandom random = new SecureRandom();
  private LinkIdentity identity;
  private Instant notBefore = Instant.MIN;
  private String told = "";

  /**
   * @param identity that is in force
   * @param onRenewed told of each next one, when it is on disk
   */
  public LinkRenewal(
      Path identityFile,
      Path authorityFile,
      LinkIdentity identity,
      Asking bridge,
      Consumer<LinkIdentity> onRenewed) {
    this.identityFile = identityFile;
    this.authorityFile = authorityFile;
    this.identity = identity;
    this.bridge = bridge;
    this.onRenewed = onRenewed;
  }

  /**
   * Renews it if it is time; blocks while it asks.
   *
   * @param past a moment that has certainly been
   */
  public void onTime(Instant now, Instant past) throws InterruptedException {
    CertificateTerm term = identity.term();
    if (now.isBefore(notBefore)
        || !term.isRenewalDue(now)
        || term.obstacle(now, past).isPresent()) {
      return;
    }
    notBefore = now.plus(term.renewalPause());
    try {
      renew();
      told = "";
    } catch (ConfigException | IOException e) {
      tell(String.valueOf(e.getMessage()), term.left(now));
    }
  }

  private void renew() throws ConfigException, IOException, InterruptedException {
    OwnKey key = OwnKey.create(random);
    Certified next = bridge.renew(identity, key);
    if (!next.edgeId().equals(identity.name())) {
      throw new ConfigException("the bridge certified '" + next.edgeId() + "', who is another");
    }
    // Tried out beside the other: what was good is replaced by what is.
    Path draft = identityFile.resolveSibling(identityFile.getFileName() + ".next");
    PrivateFile.write(draft, key.with(next.certificate()));
    identity = LinkIdentity.load(draft, authorityFile);
    PrivateFile.replace(draft, identityFile);
    notBefore = Instant.MIN;
    LOG.info("uplink=renewed until={}", identity.term().until());
    onRenewed.accept(identity);
  }

  /** Once for each cause. */
  private void tell(String cause, Duration left) {
    if (!cause.equals(told)) {
      told = cause;
      LOG.warn("uplink=not-renewed leftHours={} cause=\"{}\"", left.toHours(), cause);
    }
  }
}
