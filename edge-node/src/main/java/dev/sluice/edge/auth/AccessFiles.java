package dev.sluice.edge.auth;

import dev.sluice.config.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What password file and access file say, read and checked together.
 *
 * @param users empty when nobody has a password here
 * @param acl empty when whoever may connect may do everything
 */
record AccessFiles(Optional<Users> users, Optional<Acl> acl) {

  /**
   * @throws ConfigException one line per fault; nothing is half read
   */
  static AccessFiles load(Optional<Path> users, Optional<Path> acl) throws ConfigException {
    Optional<Users> loadedUsers = users.isPresent() ? Optional.of(Users.load(users.get())) : none();
    Optional<Acl> loadedAcl = acl.isPresent() ? Optional.of(Acl.load(acl.get())) : none();
    if (loadedUsers.isPresent() && loadedAcl.isPresent()) {
      for (User user : loadedUsers.get().all()) {
        Set<String> unknown = loadedAcl.get().unknown(user.roles());
        if (!unknown.isEmpty()) {
          throw new ConfigException(
              "%s: user '%s' has the role '%s', for which %s has no rules; write them or correct it"
                  .formatted(
                      users.get().getFileName(),
                      user.name(),
                      unknown.iterator().next(),
                      acl.get().getFileName()));
        }
      }
    }
    return new AccessFiles(loadedUsers, loadedAcl);
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  Optional<User> user(String name) {
    return users.flatMap(known -> known.find(name));
  }
}
