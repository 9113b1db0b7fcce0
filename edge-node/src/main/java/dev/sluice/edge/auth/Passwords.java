package dev.sluice.edge.auth;

import dev.sluice.broker.Identity;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/** Whether a user name and a password belong together. Slow by design: never on the broker loop. */
final class Passwords {
  private final AccessControl access;
  private final KnownGood knownGood;

  /** Hashed instead, where there is nothing to compare with: an unknown name takes as long. */
  private final PasswordHash nobodys;

  Passwords(AccessControl access, SecureRandom random) {
    this.access = access;
    this.knownGood = new KnownGood(random);
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    nobodys = new PasswordHash(PasswordHash.Cost.CHOSEN, salt, salt);
  }

  Verdict check(String name, byte[] password, boolean local) {
    Optional<User> user = access.user(name);
    Optional<PasswordHash> hash = user.flatMap(User::password);
    if (hash.isEmpty()) {
      nobodys.matches(password);
      return new Verdict.Refused(user.isEmpty() ? Refusal.UNKNOWN_USER : Refusal.WRONG_PASSWORD);
    }
    if (!knownGood.knows(user.get(), hash.get(), password)) {
      if (!hash.get().matches(password)) {
        return new Verdict.Refused(Refusal.WRONG_PASSWORD);
      }
      knownGood.learn(user.get(), hash.get(), password);
    }
    // The roles of the file are looked up when rights are asked for: they may change.
    return new Verdict.Accepted(
        new Identity(Credential.PASSWORD.realm(), name, Set.of(), hash.get().tag(), local),
        Optional.empty());
  }
}
