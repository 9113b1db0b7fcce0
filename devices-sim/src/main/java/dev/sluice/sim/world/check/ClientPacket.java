package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;

/** A packet from a client, as a value that can be delayed, lost and traced. */
public sealed interface ClientPacket {
  /** Hands the packet to whoever takes the inputs of that connection. */
  void give(BrokerInput input, ConnectionId id, long nowNanos);

  record Hello(Connect connect) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onConnect(id, connect, nowNanos);
    }
  }

  record Send(Publish publish) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPublish(id, publish, nowNanos);
    }
  }

  record PubAck(int packetId) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPubAck(id, packetId, nowNanos);
    }
  }

  record PubRec(int packetId) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPubRec(id, packetId, nowNanos);
    }
  }

  record PubRel(int packetId) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPubRel(id, packetId, nowNanos);
    }
  }

  record PubComp(int packetId) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPubComp(id, packetId, nowNanos);
    }
  }

  record Subscribe(dev.sluice.mqtt.Subscribe packet) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onSubscribe(id, packet, nowNanos);
    }
  }

  record Unsubscribe(dev.sluice.mqtt.Unsubscribe packet) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onUnsubscribe(id, packet, nowNanos);
    }
  }

  record PingReq() implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onPingReq(id, nowNanos);
    }
  }

  record Disconnect(ReasonCode reason) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onDisconnect(id, reason, nowNanos);
    }
  }

  /** The Network Connection has gone. */
  record Gone() implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onClosed(id, nowNanos);
    }
  }

  /** So much of a held client waits that it is not read. */
  record Unread() implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onUnread(id, nowNanos);
    }
  }

  /** PUBLISH packets of that total cost have left for the socket. */
  record Flushed(long bytes) implements ClientPacket {
    @Override
    public void give(BrokerInput input, ConnectionId id, long nowNanos) {
      input.onFlushed(id, bytes, nowNanos);
    }
  }
}
