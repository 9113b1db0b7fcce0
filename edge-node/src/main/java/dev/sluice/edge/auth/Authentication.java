package dev.sluice.edge.auth;

import dev.sluice.broker.Identity;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The question who a client is: by its certificate, else its token, else its password, else, where
 * that is allowed, nobody in particular. Work that takes time is done by a few threads and waits in
 * a bounded queue.
 */
public final class Authentication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

  /**
   * @param workers threads that check proofs
   * @param waitingMax proofs that wait for one of them; more are refused as busy
   * @param failuresPerMinute of one address, before it is not listened to
   */
  public record Settings(int workers, int waitingMax, int failuresPerMinute) {}

  private final Passwords passwords;
  private final Optional<Tokens> tokens;
  private final Optional<Certificates> certificates;
  private final FailureLimit failures;
  private final LongSupplier nanoClock;
  private final ThreadPoolExecutor workers;
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

  /**
   * @param tokens empty where none are taken
   * @param certificates empty where they prove nothing
   */
  public Authentication(
      Settings settings,
      AccessControl access,
      Optional<Tokens> tokens,
      Optional<Certificates> certificates,
      LongSupplier nanoClock) {
    this.passwords = new Passwords(access, new SecureRandom());
    this.tokens = tokens;
    this.certificates = certificates;
    this.failures = new FailureLimit(settings.failuresPerMinute());
    this.nanoClock = nanoClock;
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, new LongAdder());
    }
    workers =
        new ThreadPoolExecutor(
            settings.workers(),
            settings.workers(),
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.waitingMax()),
            work -> {
              Thread thread = new Thread(work, "sluice-auth");
              thread.setDaemon(true);
              return thread;
            });
    workers.allowCoreThreadTimeOut(true);
  }

  /**
   * @param answer called once, by any thread, the caller's included
   */
  public void check(Proof proof, Consumer<Verdict> answer) {
    if (failures.isExceeded(proof.address(), nanoClock.getAsLong())) {
      answer.accept(refused(Refusal.TOO_MANY_FAILURES, proof));
      return;
    }
    if (provesNothing(proof) && proof.certificate().isEmpty()) {
      answer.accept(counted(nobody(proof), proof));
      return;
    }
    try {
      workers.execute(() -> answer.accept(judge(proof)));
    } catch (RejectedExecutionException full) {
      answer.accept(refused(Refusal.BUSY, proof));
    }
  }

  private boolean provesNothing(Proof proof) {
    boolean certified = certificates.isPresent() && proof.certificate().isPresent();
    return !certified && proof.userName().isEmpty() && proof.password().isEmpty();
  }

  private static Verdict nobody(Proof proof) {
    return proof.anonymousAllowed()
        ? new Verdict.Accepted(new Identity("", "", Set.of(), "", proof.local()), Optional.empty())
        : new Verdict.Refused(Refusal.ANONYMOUS);
  }

  private Verdict judge(Proof proof) {
    Verdict verdict;
    if (failures.isExceeded(proof.address(), nanoClock.getAsLong())) {
      // Others of this address were looked at while it waited.
      return refused(Refusal.TOO_MANY_FAILURES, proof);
    }
    try {
      verdict = look(proof);
    } catch (RuntimeException fault) {
      // Ours; the client is not let in for it.
      LOG.error("auth=fault", fault);
      verdict = new Verdict.Refused(Refusal.BUSY);
    }
    return counted(verdict, proof);
  }

  private Verdict counted(Verdict verdict, Proof proof) {
    return verdict instanceof Verdict.Refused refused ? refused(refused.why(), proof) : verdict;
  }

  private Verdict look(Proof proof) {
    if (proof.certificate().isPresent()) {
      Proof.ClientCertificate certificate = proof.certificate().get();
      // The handshake asks this too, but not where a TLS session from before goes on.
      if (!certificate.isTrusted()) {
        return new Verdict.Refused(Refusal.BAD_CERTIFICATE);
      }
      if (certificates.isPresent()) {
        return certificates.get().check(certificate.own(), proof.local());
      }
    }
    if (provesNothing(proof)) {
      return nobody(proof);
    }
    byte[] password = proof.password().orElse(new byte[0]);
    if (tokens.isPresent() && tokens.get().looksLikeOne(password)) {
      return tokens.get().check(password, proof.userName(), proof.local());
    }
    return passwords.check(proof.userName().orElse(""), password, proof.local());
  }

  private Verdict refused(Refusal why, Proof proof) {
    refusals.get(why).increment();
    if (why.isFailure()) {
      failures.failed(proof.address(), nanoClock.getAsLong());
      // The others would let a stranger fill the disk.
      LOG.info(
          "auth=refused reason={} address={} user={}",
          why.word(),
          proof.address().getHostAddress(),
          LogText.of(proof.userName().orElse("-")));
    }
    return new Verdict.Refused(why);
  }

  /** Refusals so far, by reason; any thread. */
  public Map<Refusal, Long> refusals() {
    Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    refusals.forEach((why, count) -> counts.put(why, count.sum()));
    return counts;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
