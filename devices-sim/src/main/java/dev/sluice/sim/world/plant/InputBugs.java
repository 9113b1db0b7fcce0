package dev.sluice.sim.world.plant;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.ConnectionId;
import dev.sluice.cloud.core.Job;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.ClientPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Mistakes in what the cores are built with, told, or not told. */
final class InputBugs {
  private InputBugs() {}

  /** Lets a bug strike now and then: some are noticed only when they are rare. */
  private static final class EveryNth {
    private final int n;
    private int count;

    EveryNth(int n) {
      this.n = n;
    }

    boolean isNow() {
      return ++count % n == 0;
    }
  }

  static final class IgnoresReceiveMaximum extends Seams {
    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      if (packet instanceof ClientPacket.Hello hello) {
        Connect c = hello.connect();
        return Optional.of(
            new ClientPacket.Hello(
                new Connect(
                    c.version(),
                    c.clientId(),
                    c.cleanStart(),
                    c.keepAliveSeconds(),
                    c.sessionExpiry(),
                    65_535,
                    c.maximumPacketSize(),
                    c.will())));
      }
      return Optional.of(packet);
    }
  }

  static final class KeepsACleanSession extends Seams {
    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      if (packet instanceof ClientPacket.Hello hello) {
        Connect c = hello.connect();
        return Optional.of(
            new ClientPacket.Hello(
                new Connect(
                    c.version(),
                    c.clientId(),
                    false,
                    c.keepAliveSeconds(),
                    c.sessionExpiry().plusSeconds(60),
                    c.receiveMaximum(),
                    c.maximumPacketSize(),
                    c.will())));
      }
      return Optional.of(packet);
    }
  }

  private static BrokerLimits with(
      BrokerLimits l, int inflight, int messages, int bytes, int credit) {
    return with(l, inflight, messages, bytes, credit, l.publisherWaitMax());
  }

  static BrokerLimits with(
      BrokerLimits l, int inflight, int messages, int bytes, int credit, Duration publisherWait) {
    return new BrokerLimits(
        l.connectionsMax(),
        l.sessionsMax(),
        l.sessionExpiryMax(),
        l.keepAliveMax(),
        l.clientIdBytesMax(),
        l.packetBytesMax(),
        l.topicLevelsMax(),
        l.receiveMaximum(),
        inflight,
        messages,
        bytes,
        l.backlogMessagesMax(),
        l.backlogBytesMax(),
        l.heldBytesMax(),
        credit,
        l.subscriptionsPerClientMax(),
        l.retainedMessagesMax(),
        l.retainedBytesMax(),
        l.willDelayMax(),
        l.memoryBytesMax(),
        publisherWait);
  }

  static final class QueuesWithoutLimit extends Seams {
    @Override
    public BrokerLimits limits(BrokerLimits l) {
      return with(l, l.inflightMax(), 1 << 20, 1 << 30, l.transmitCreditBytes());
    }
  }

  static final class IgnoresTransmitCredit extends Seams {
    @Override
    public BrokerLimits limits(BrokerLimits l) {
      return with(l, l.inflightMax(), l.queueMessagesMax(), l.queueBytesMax(), 1 << 30);
    }
  }

  /** Credit that came back does not count. */
  static final class ForgetsAFlush extends Seams {
    private final EveryNth now = new EveryNth(50);

    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      return packet instanceof ClientPacket.Flushed && now.isNow()
          ? Optional.empty()
          : Optional.of(packet);
    }
  }

  /** The core believes in less credit than there is, and so waits for nothing. */
  static final class BelievesInLessCredit extends Seams {
    @Override
    public BrokerLimits limits(BrokerLimits l) {
      return with(l, l.inflightMax(), l.queueMessagesMax(), l.queueBytesMax(), 1);
    }
  }

  static final class DeviceForgets extends Seams {
    @Override
    public boolean deviceForgets() {
      return true;
    }
  }

  static final class WidensAFilter extends Seams {
    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      return packet instanceof ClientPacket.Subscribe subscribe
          ? Optional.of(widened(subscribe))
          : Optional.of(packet);
    }

    private static ClientPacket widened(ClientPacket.Subscribe subscribe) {
      List<Subscribe.Item> items = subscribe.packet().items();
      Subscribe.Item first = items.get(0);
      Subscribe.Item all =
          new Subscribe.Item(
              "t/#",
              first.qos(),
              first.noLocal(),
              first.retainAsPublished(),
              Subscribe.RetainHandling.DO_NOT_SEND);
      List<Subscribe.Item> widened = new ArrayList<>(items);
      widened.set(0, all);
      return new ClientPacket.Subscribe(
          new Subscribe(subscribe.packet().packetId(), List.copyOf(widened), OptionalInt.empty()));
    }
  }

  static final class DoesNotRetain extends Seams {
    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      if (packet instanceof ClientPacket.Send send && send.publish().message().retain()) {
        Message m = send.publish().message();
        return Optional.of(
            new ClientPacket.Send(
                new Publish(
                    new Message(m.topic(), m.payload(), m.qos(), false, m.properties()),
                    send.publish().packetId(),
                    send.publish().dup())));
      }
      return Optional.of(packet);
    }
  }

  static final class LeaksASecret extends Seams {
    @Override
    public Optional<ClientPacket> toCore(ConnectionId id, ClientPacket packet) {
      if (packet instanceof ClientPacket.Send send
          && send.publish().message().properties().user("x-no-offload").isPresent()) {
        Message m = send.publish().message();
        PublishProperties told =
            new PublishProperties(
                m.properties().payloadFormatIndicator(),
                m.properties().messageExpirySeconds(),
                m.properties().contentType(),
                m.properties().responseTopic(),
                m.properties().correlationData(),
                m.properties().userProperties().stream()
                    .filter(p -> !p.name().equals("x-no-offload"))
                    .toList());
        return Optional.of(
            new ClientPacket.Send(
                new Publish(
                    new Message(m.topic(), m.payload(), m.qos(), m.retain(), told),
                    send.publish().packetId(),
                    send.publish().dup())));
      }
      return Optional.of(packet);
    }
  }

  /** Timers run only when something else wakes the core. */
  static final class Oversleeps extends Seams {
    @Override
    public boolean forgetsTimer() {
      return true;
    }
  }

  static final class TimerLivesInThePast extends Seams {
    @Override
    public long timerNanos(long nowNanos) {
      return nowNanos - 1_000_000;
    }
  }

  static final class CloudForgets extends Seams {
    private final EveryNth now = new EveryNth(3);

    @Override
    public boolean cloudForgets() {
      return now.isNow();
    }
  }

  static final class CloudLosesAResult extends Seams {
    private final EveryNth now = new EveryNth(10);

    @Override
    public boolean losesResult(Job job) {
      return now.isNow();
    }
  }

  static final class NobodySpeaks extends Seams {
    @Override
    public boolean mutesDevices() {
      return true;
    }
  }
}
