package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.actor.Leg.Way;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The MQTT broker between edge and cloud, as far as the two can tell: a persistent session for
 * each, QoS 1 kept while its client is away and repeated when its acknowledgement got lost.
 */
final class Hop {
  private static final int KEPT_MAX = 500;
  private static final double ACKNOWLEDGEMENT_LOST = 0.1;

  /** On which topics of the hop a message travels. */
  enum Plane {
    REQUESTS,
    FORWARDING
  }

  /** What one message is worth: kept at QoS 1, or not. */
  record Parcel(Plane plane, byte[] bytes, boolean kept) {}

  /** The hop's memory of one side. */
  static final class Side {
    private final Leg leg;
    private final Deque<Parcel> waiting = new ArrayDeque<>();
    private final List<Parcel> inFlight = new ArrayList<>();
    private HopClient client;
    private int connection;
    private int newest;

    Side(Leg leg) {
      this.leg = leg;
    }
  }

  private final SplittableRandom random;
  private final Side edge;
  private final Side cloud;
  private final Trace trace;
  private boolean running = true;

  Hop(Leg edgeLeg, Leg cloudLeg, Trace trace, SplittableRandom random) {
    this.edge = new Side(edgeLeg);
    this.cloud = new Side(cloudLeg);
    this.trace = trace;
    this.random = random;
  }

  Side edge() {
    return edge;
  }

  Side cloud() {
    return cloud;
  }

  /** A client asks for its session; it hears of it when the answer has come through. */
  void connect(Side side, HopClient client, int connection) {
    if (!running || connection <= side.newest) {
      return;
    }
    side.newest = connection;
    side.client = client;
    side.connection = connection;
    side.leg.carry(Way.DOWN, 4, () -> client.onConnected(connection));
    List<Parcel> again = new ArrayList<>(side.inFlight);
    again.addAll(side.waiting);
    side.inFlight.clear();
    side.waiting.clear();
    again.forEach(parcel -> deliver(side, parcel));
  }

  /** The connection is over, as far as the hop hears of it. */
  void disconnect(Side side, int connection) {
    if (side.connection == connection) {
      side.connection = 0;
    }
  }

  void ping(Side side, int connection) {
    if (running && side.connection == connection) {
      side.leg.carry(Way.DOWN, 2, () -> side.client.onPong(connection));
    }
  }

  /** A message from one side, for the other. */
  void publish(Side from, int connection, Parcel parcel) {
    if (running && from.connection == connection) {
      deliver(from == edge ? cloud : edge, parcel);
    }
  }

  private void deliver(Side side, Parcel parcel) {
    if (side.connection == 0) {
      if (parcel.kept() && side.waiting.size() < KEPT_MAX) {
        side.waiting.add(parcel);
      }
      return;
    }
    if (parcel.kept() && side.inFlight.size() < KEPT_MAX) {
      side.inFlight.add(parcel);
    }
    int connection = side.connection;
    side.leg.carry(Way.DOWN, parcel.bytes().length, () -> arrive(side, connection, parcel));
  }

  private void arrive(Side side, int connection, Parcel parcel) {
    if (side.connection == connection && side.client.onMessage(connection, parcel)) {
      if (random.nextDouble() >= ACKNOWLEDGEMENT_LOST) {
        side.inFlight.remove(parcel);
      }
    }
  }

  /** All connections break; sessions survive on disk, or do not. */
  void crash(boolean sessionsSurvive) {
    trace.add("hop", "crash", sessionsSurvive ? "sessions survive" : "sessions are lost");
    running = false;
    for (Side side : List.of(edge, cloud)) {
      side.connection = 0;
      if (!sessionsSurvive) {
        side.waiting.clear();
        side.inFlight.clear();
      }
      if (side.client != null) {
        side.client.onBroken();
      }
    }
  }

  void restart() {
    trace.add("hop", "start", "");
    running = true;
  }

  boolean isRunning() {
    return running;
  }
}
