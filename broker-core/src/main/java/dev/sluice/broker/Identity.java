package dev.sluice.broker;

import dev.sluice.broker.durable.Owner;
import java.util.Optional;
import java.util.Set;

/**
 * Who a client has proved to be, as the adapter says that asked it for proof.
 *
 * @param realm who vouches for the name; users of two realms are two, though they share a name
 * @param user empty when nothing was proved
 * @param roles that came with the proof; those of the configuration are not among them
 * @param credential names what proved it, so that it can be withdrawn: a fingerprint, no secret
 * @param local whether it connects from this machine only
 */
public record Identity(
    String realm, String user, Set<String> roles, String credential, boolean local) {
  /** Somebody on this machine who was not asked. */
  public static final Identity LOCAL = new Identity("", "", Set.of(), "", true);

  public Identity {
    roles = Set.copyOf(roles);
  }

  public boolean isAnonymous() {
    return user.isEmpty();
  }

  /** Whose its sessions are; nobody's, where nothing was proved. */
  public Optional<Owner> owner() {
    return isAnonymous() ? Optional.empty() : Optional.of(new Owner(realm, user));
  }
}
