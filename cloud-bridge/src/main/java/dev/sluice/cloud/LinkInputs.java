package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;

/** What edge nodes send, to the plane that it is for. */
record LinkInputs(CloudLoop requests, ForwardLoop forwarding) implements BridgeConnection.Listener {
  @Override
  public void onBytes(String edgeId, byte[] bytes) {
    requests.onBytes(edgeId, bytes);
  }

  @Override
  public void onForward(String edgeId, byte[] bytes) {
    forwarding.onBytes(edgeId, bytes);
  }
}
