package dev.sluice.cloud;

import dev.sluice.cloud.bridge.BridgeConnection;
import dev.sluice.uplink.chat.ChatCodec;
import dev.sluice.uplink.forward.ForwardKind;

/** What edge nodes send, to the plane that it is for. */
record LinkInputs(CloudLoop requests, ChatLoop chats, ForwardLoop forwarding, DownLoop downlink)
    implements BridgeConnection.Listener {

  @Override
  public void onBytes(String edgeId, byte[] bytes) {
    if (ChatCodec.isChat(bytes)) {
      chats.onBytes(edgeId, bytes);
    } else {
      requests.onBytes(edgeId, bytes);
    }
    downlink.onHeard(edgeId);
  }

  @Override
  public void onForward(String edgeId, byte[] bytes) {
    ForwardKind kind = ForwardKind.of(bytes);
    if (kind.isForSender() || kind == ForwardKind.SUBSCRIPTION) {
      downlink.onForward(edgeId, bytes);
    } else {
      forwarding.onBytes(edgeId, bytes);
      downlink.onHeard(edgeId);
    }
  }
}
