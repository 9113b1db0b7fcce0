package dev.sluice.edge.mqtt;

import dev.sluice.broker.ConnectionId;
import dev.sluice.broker.Effect;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The connections of one listener, found by the name that the core knows them by. */
final class Connections {
  /** What held clients have sent, all of them together; who finds no room is not read. */
  private static final int SET_ASIDE_BYTES_MAX = 4 << 20;

  /** What has come of packets that are not all there, of all clients together. */
  private static final long UNFINISHED_BYTES_MAX = 16 << 20;

  private final MqttListener.Settings settings;
  private final BrokerInputs inputs;
  private final EventLoop loop;
  private final Flusher flusher;
  private final NodeLimits node;
  private final Door door;
  private final Entrance entrance;
  private final ListenerCounters counters = new ListenerCounters();
  private final FaultPlaces faultPlaces = new FaultPlaces();
  private final Unanswered unanswered;
  private final Unanswered setAside = new Unanswered(SET_ASIDE_BYTES_MAX);
  private final UnfinishedPackets unfinished;
  private final Map<ConnectionId, Connection> known = new HashMap<>();
  private long lastId;

  Connections(
      MqttListener.Settings settings,
      Door door,
      NodeLimits node,
      BrokerInputs inputs,
      EventLoop loop) {
    this.settings = settings;
    this.inputs = inputs;
    this.loop = loop;
    this.flusher = new Flusher(loop);
    this.node = node;
    node.begin(loop, System::nanoTime);
    this.door = door;
    this.entrance = new Entrance(door.keeper());
    this.unanswered = new Unanswered(settings.unansweredBytesMax());
    this.unfinished =
        new UnfinishedPackets(Math.max(UNFINISHED_BYTES_MAX, 2L * settings.packetBytesMax()));
    this.lastId = MqttListeners.firstId(door.number());
  }

  MqttListener.Settings settings() {
    return settings;
  }

  BrokerInputs inputs() {
    return inputs;
  }

  Entrance entrance() {
    return entrance;
  }

  Flusher flusher() {
    return flusher;
  }

  NodeLimits node() {
    return node;
  }

  Admissions admissions() {
    return node.admissions();
  }

  FrameReader newFrameReader(Packets packets) {
    return new FrameReader(
        packets,
        settings.frameLimits(),
        new ClientPace(settings.rates(), node.publications()),
        unanswered,
        new SetAside(setAside.share()),
        unfinished);
  }

  ListenerCounters counters() {
    return counters;
  }

  FaultPlaces faultPlaces() {
    return faultPlaces;
  }

  Unanswered unanswered() {
    return unanswered;
  }

  /** A socket was accepted, and Vert.x has laid out its pipeline. */
  @SuppressWarnings("FutureReturnValueIgnored") // A socket that is turned away is nobody's.
  void onPipeline(ChannelPipeline pipeline) {
    if (pipeline.channel().eventLoop() != loop) {
      throw new IllegalStateException(
          "a connection was given to another event loop than the listener's");
    }
    if (!node.takesSocket()) {
      counters.onTurnedAway();
      pipeline.channel().close();
      return;
    }
    Connection connection = new Connection(this, new ConnectionId(++lastId), pipeline.channel());
    door.webSocket()
        .ifPresent(
            webSocket ->
                WebSocketLayer.insert(
                    pipeline,
                    PipelineSeam.ENCODER,
                    webSocket,
                    settings.packetBytesMax(),
                    connection.frames()::arrivedBelow));
    PipelineSeam.insert(pipeline, connection.frames());
  }

  void add(Connection connection) {
    known.put(connection.id(), connection);
  }

  void remove(Connection connection) {
    known.remove(connection.id());
  }

  void perform(Effect.Transmit transmit) {
    assert loop.inEventLoop() : "effects are performed on the listener's event loop";
    Connection connection = known.get(transmit.connection());
    if (connection == null) {
      return;
    }
    try {
      connection.transmit(transmit.packet(), transmit.cost());
    } catch (RuntimeException fault) {
      connection.fault(fault);
    }
  }

  void perform(Effect.Close close) {
    assert loop.inEventLoop() : "effects are performed on the listener's event loop";
    Connection connection = known.get(close.connection());
    if (connection != null) {
      connection.close();
    }
  }

  void perform(Effect.Hold hold) {
    Connection connection = known.get(hold.connection());
    if (connection != null) {
      connection.frames().hold();
    }
  }

  void perform(Effect.Release release) {
    Connection connection = known.get(release.connection());
    if (connection != null) {
      // A turn of the broker is being performed, and turns are not nested.
      loop.execute(connection.frames()::release);
    }
  }

  void flushAll() {
    List.copyOf(known.values()).forEach(Connection::flush);
  }
}
