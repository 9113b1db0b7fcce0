package dev.sluice.cloud;

import dev.sluice.cloud.bridge.OutletConnection;
import dev.sluice.cloud.forward.LanePublisher;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.forward.Origin;
import dev.sluice.cloud.forward.ReadWindow;
import dev.sluice.uplink.ForwardedMessage;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The publisher of what is stored, and the connection that it has. */
final class ForwardOutlet implements LanePublisher.Outlet {
  /** No name of a target begins with that sign. */
  private static final LaneReaders.Settings BROKER =
      new LaneReaders.Settings("~broker", ReadWindow.BROKER, LaneReaders.WhenFull.WAIT);

  private final LinkBroker broker;
  private final OutletConnection connection;
  private final LanePublisher publisher;

  private ForwardOutlet(Vertx vertx, LinkBroker broker, LaneReaders readers) {
    this.broker = broker;
    this.publisher = readers.add(BROKER, this, System::currentTimeMillis);
    this.connection = new OutletConnection(vertx, broker.access(), publisher::onOpen);
  }

  static ForwardOutlet create(Vertx vertx, LinkBroker broker, LaneReaders readers) {
    return new ForwardOutlet(vertx, broker, readers);
  }

  LanePublisher publisher() {
    return publisher;
  }

  void start() {
    connection.start();
  }

  void close() {
    connection.close();
  }

  Optional<String> fault() {
    return connection.fault();
  }

  long tooLarge() {
    return connection.tooLarge();
  }

  long refused() {
    return connection.refused();
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public void publish(Origin origin, ForwardedMessage message, Runnable done) {
    connection.publish(broker.published(message), done);
  }
}
