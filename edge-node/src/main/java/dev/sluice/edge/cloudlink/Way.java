package dev.sluice.edge.cloudlink;

import java.util.Optional;

/**
 * One way to the cloud: a broker, and how this node comes to it.
 *
 * @param name in log, metrics and status
 * @param login empty where the broker asks for none
 */
public record Way(
    String name, String host, int port, Optional<Login> login, LinkSecurity security) {

  /** How the cloud's broker knows this node. */
  public record Login(String username, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }
}
