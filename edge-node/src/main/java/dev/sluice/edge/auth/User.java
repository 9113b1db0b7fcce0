package dev.sluice.edge.auth;

import java.util.Optional;
import java.util.Set;

/**
 * One line of the password file.
 *
 * @param password empty for who comes with a certificate only
 */
public record User(String name, Set<String> roles, Optional<PasswordHash> password) {
  public User {
    roles = Set.copyOf(roles);
  }
}
