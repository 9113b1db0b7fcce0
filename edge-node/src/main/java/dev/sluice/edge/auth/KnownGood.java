package dev.sluice.edge.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passwords that were right a while ago, so that a thousand devices which come back at once do not
 * wait for a thousand slow hashes. Kept as digests under a key that lives and dies with the
 * process, and tied to the hash that they were right for: a changed password file forgets them.
 */
final class KnownGood {
  static final int ENTRIES_MAX = 20_000;
  private static final int KEY_BYTES = 32;

  private final byte[] key = new byte[KEY_BYTES];
  private final Map<String, byte[]> digests =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > ENTRIES_MAX;
        }
      };

  KnownGood(SecureRandom random) {
    random.nextBytes(key);
  }

  synchronized boolean knows(User user, PasswordHash hash, byte[] password) {
    byte[] known = digests.get(user.name());
    return known != null && Arrays.equals(known, digest(hash, password));
  }

  synchronized void learn(User user, PasswordHash hash, byte[] password) {
    digests.put(user.name(), digest(hash, password));
  }

  private byte[] digest(PasswordHash hash, byte[] password) {
    byte[] tag = hash.text().getBytes(StandardCharsets.US_ASCII);
    return Digests.sha256(key, Digests.sha256(tag), Digests.sha256(password), key);
  }
}
