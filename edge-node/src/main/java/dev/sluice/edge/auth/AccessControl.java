package dev.sluice.edge.auth;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.config.ConfigException;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may do what, by the files as they were last found good. Any thread may ask; whoever reloads
 * tells the broker afterwards.
 */
public final class AccessControl implements Authorizer {
  private final Optional<Path> usersFile;
  private final Optional<Path> aclFile;
  private volatile AccessFiles files;

  private AccessControl(Optional<Path> usersFile, Optional<Path> aclFile, AccessFiles files) {
    this.usersFile = usersFile;
    this.aclFile = aclFile;
    this.files = files;
  }

  /**
   * @param users the password file
   * @param acl the access file
   * @throws ConfigException one line per fault
   */
  public static AccessControl open(Optional<Path> users, Optional<Path> acl)
      throws ConfigException {
    return new AccessControl(users, acl, AccessFiles.load(users, acl));
  }

  /** What {@link #reload} reads. */
  public List<Path> watched() {
    return Stream.of(usersFile, aclFile).flatMap(Optional::stream).toList();
  }

  /**
   * Reads the files again; the broker has to be told that rights have changed.
   *
   * @return one line: what is known now
   * @throws ConfigException when one is faulty: what was known stays
   */
  public String reload() throws ConfigException {
    files = AccessFiles.load(usersFile, aclFile);
    return "%d users".formatted(files.users().map(users -> users.all().size()).orElse(0));
  }

  /** Empty for a name that the password file does not have. */
  Optional<User> user(String name) {
    return files.user(name);
  }

  /** Whether there is a password file: who is not in it is nobody. */
  boolean listsUsers() {
    return usersFile.isPresent();
  }

  @Override
  public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
    AccessFiles now = files;
    if (!isKnown(now, identity)) {
      return Optional.of(ReasonCode.NOT_AUTHORIZED);
    }
    boolean mayTake =
        now.acl()
            .map(acl -> acl.mayTake(client, identity, name -> now.user(name).isPresent()))
            .orElse(true);
    return mayTake ? Optional.empty() : Optional.of(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
  }

  /** Whether the proof that was given once would still be taken. */
  private boolean isKnown(AccessFiles now, Identity identity) {
    Credential kind = Credential.of(identity.credential());
    if (now.users().isEmpty() || !kind.isListed()) {
      return true;
    }
    Optional<User> user = now.user(identity.user());
    return user.isPresent()
        && (kind != Credential.PASSWORD
            || user.get()
                .password()
                .filter(hash -> hash.tag().equals(identity.credential()))
                .isPresent());
  }

  @Override
  public Rights rightsOf(ClientId client, Identity identity) {
    AccessFiles now = files;
    Credential kind = Credential.of(identity.credential());
    Optional<User> user = now.user(identity.user());
    if (now.users().isPresent() && kind.isListed() && user.isEmpty()) {
      return Rights.NONE;
    }
    // A token's subject may be called like a user of the file, and is not that user.
    Set<String> roles = user.filter(listed -> kind.isListed()).map(User::roles).orElse(Set.of());
    return now.acl().map(acl -> acl.rightsOf(client, identity, roles)).orElse(Rights.ALL);
  }
}
