package dev.sluice.cloud.broker;

import io.moquette.broker.security.IAuthenticator;

/** Edge nodes come without user name; whoever brings one must be the bridge. Never throws. */
final class BridgeAuthenticator implements IAuthenticator {
  private final BridgeCredentials bridge;

  BridgeAuthenticator(BridgeCredentials bridge) {
    this.bridge = bridge;
  }

  @Override
  public boolean checkValid(String clientId, String username, byte[] password) {
    return username == null || (password != null && bridge.match(username, password));
  }
}
