package dev.sluice.edge.mqtt;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The MQTT port of the edge node: bytes of clients in, turns of the broker core, packets out.
 *
 * <p>Everything happens on the event loop that calls {@link #listen}, effects and statistics
 * included; there are no locks because there is nobody else.
 */
public final class MqttListener {
  private static final int BACKLOG = 1024;

  /**
   * @param host address to bind
   * @param port 0 takes any free one
   * @param packetBytesMax largest packet decoded; a larger one closes its connection
   * @param clientIdBytesMax longest Client Identifier accepted
   * @param connectTimeout how long a socket may take to become an accepted client
   * @param packetTimeout how long a packet may take from its first byte to its last
   * @param gateBytesMax bytes that a client may send behind its CONNECT before it is answered
   * @param unansweredBytesMax bytes that all clients together may have sent before they are
   *     answered
   * @param topicAliasMaximum Topic Aliases of one connection in each direction; 0 offers none
   * @param responseInformation where answers to a client may be sent, told to those that ask
   * @param rates beyond which clients wait
   * @param keeps what has to have what is published here, unless its topic says otherwise
   */
  public record Settings(
      String host,
      int port,
      int packetBytesMax,
      int clientIdBytesMax,
      Duration connectTimeout,
      Duration packetTimeout,
      int gateBytesMax,
      long unansweredBytesMax,
      int topicAliasMaximum,
      Optional<String> responseInformation,
      Rates rates,
      KeepLevel keeps) {

    FrameReader.Limits frameLimits() {
      return new FrameReader.Limits(packetBytesMax, gateBytesMax, packetTimeout);
    }
  }

  /**
   * How fast one client may be, 0 for any speed. Who is faster is not refused: it is read later.
   *
   * @param messagesPerSecond PUBLISH packets
   * @param bytesPerSecond their bytes
   */
  public record Rates(int messagesPerSecond, long bytesPerSecond) {
    public static final Rates ANY = new Rates(0, 0);
  }

  private final Vertx vertx;
  private final Settings settings;
  private final Door door;
  private final NodeLimits node;
  private final BrokerInputs inputs;
  private MqttServer server;
  private Connections connections;
  private boolean listening;

  /**
   * @param node what this listener shares with others
   * @param endOfTurn given the time of the turn that just ended, performs its effects: those for
   *     clients come back through {@code perform}, in order
   */
  public MqttListener(
      Vertx vertx,
      Settings settings,
      Door door,
      NodeLimits node,
      BrokerCore core,
      LongSupplier nanoClock,
      LongConsumer endOfTurn) {
    this.vertx = vertx;
    this.settings = settings;
    this.door = door;
    this.node = node;
    this.inputs = new BrokerInputs(core, nanoClock, endOfTurn);
  }

  /** Binds, on the event loop that is to own everything; the port, or why it cannot be had. */
  public Future<Integer> listen() {
    Context context = vertx.getOrCreateContext();
    if (!context.isEventLoopContext()) {
      throw new IllegalStateException("the MQTT listener lives on an event loop");
    }
    PipelineSeam.verify(vertx, PipelineSeam.LAYOUT);
    connections =
        new Connections(settings, door, node, inputs, ((ContextInternal) context).nettyEventLoop());
    server = PipelineSeam.server(vertx, options(), connections::onPipeline);
    // Never called: what a client sends does not get that far.
    server.endpointHandler(endpoint -> {});
    return server
        .listen(settings.port(), settings.host())
        .onSuccess(bound -> listening = true)
        .map(MqttServer::actualPort);
  }

  private MqttServerOptions options() {
    MqttServerOptions options = new MqttServerOptions();
    options.setTcpNoDelay(true);
    // A peer that is gone without a word, and has no keep-alive of its own, is found out in time.
    options.setTcpKeepAlive(true);
    options.setReuseAddress(true);
    options.setAcceptBacklog(BACKLOG);
    door.tls().ifPresent(tls -> TlsLayer.configure(options, tls, settings.connectTimeout()));
    return options;
  }

  public void perform(Effect.Transmit transmit) {
    connections.perform(transmit);
  }

  /** Closes after what was transmitted before; a connection that is gone already is ignored. */
  public void perform(Effect.Close close) {
    connections.perform(close);
  }

  public void perform(Effect.Hold hold) {
    connections.perform(hold);
  }

  public void perform(Effect.Release release) {
    connections.perform(release);
  }

  /** Whether devices can connect; called on the event loop. */
  public boolean isListening() {
    return listening;
  }

  /** Stops listening, sends what is pending and closes every connection. */
  public Future<Void> close() {
    if (server == null) {
      return Future.succeededFuture();
    }
    listening = false;
    connections.flushAll();
    return server.close();
  }

  /** Called, like everything here, on the listener's event loop, once it listens. */
  public ListenerStats stats() {
    return connections.counters().snapshot();
  }
}
