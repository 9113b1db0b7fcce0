package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.actor.Leg.Way;
import java.util.SplittableRandom;

/** Keeps one side's connection to the hop: connects, times out, tries again. */
final class HopClient {
  private static final long PATIENCE_NANOS = 1_000_000_000;
  private static final long KEEP_ALIVE_NANOS = 4_000_000_000L;
  private static final long RETRY_NANOS = 500_000_000;

  /** The process behind the connection. */
  interface Owner {
    void onUp();

    void onDown();

    void onParcel(Hop.Parcel parcel);
  }

  private final Timeline timeline;
  private final Hop hop;
  private final Hop.Side side;
  private final Leg leg;
  private final Owner owner;
  private final SplittableRandom random;
  private int connection;
  private long heardNanos;
  private boolean up;
  private boolean stopped;

  HopClient(
      Timeline timeline,
      Hop hop,
      Hop.Side side,
      Leg leg,
      int firstConnection,
      Owner owner,
      SplittableRandom random) {
    this.timeline = timeline;
    this.hop = hop;
    this.side = side;
    this.leg = leg;
    this.connection = firstConnection;
    this.owner = owner;
    this.random = random;
  }

  void open() {
    if (stopped) {
      return;
    }
    int number = ++connection;
    leg.reset();
    leg.carry(Way.UP, 16, () -> hop.connect(side, this, number));
    timeline.after(PATIENCE_NANOS, () -> onPatienceOver(number));
  }

  private void onPatienceOver(int number) {
    if (number == connection && !up) {
      retry();
    }
  }

  void onConnected(int number) {
    if (number == connection && !up && !stopped) {
      up = true;
      heardNanos = timeline.nowNanos();
      owner.onUp();
      keepAlive(number);
    }
  }

  /** A connection on which nothing comes back is none, whatever the socket says. */
  private void keepAlive(int number) {
    if (number != connection || !up) {
      return;
    }
    if (timeline.nowNanos() - heardNanos > 2 * KEEP_ALIVE_NANOS) {
      onBroken();
      return;
    }
    leg.carry(Way.UP, 2, () -> hop.ping(side, number));
    timeline.after(KEEP_ALIVE_NANOS, () -> keepAlive(number));
  }

  void onPong(int number) {
    if (number == connection) {
      heardNanos = timeline.nowNanos();
    }
  }

  /** False when nobody is there for it any more. */
  boolean onMessage(int number, Hop.Parcel parcel) {
    if (number != connection || !up || stopped) {
      return false;
    }
    owner.onParcel(parcel);
    return true;
  }

  void send(Hop.Parcel parcel) {
    if (up) {
      int number = connection;
      leg.carry(Way.UP, parcel.bytes().length, () -> hop.publish(side, number, parcel));
    }
  }

  /** The connection is gone, or shall be. */
  void onBroken() {
    if (up) {
      up = false;
      int number = connection;
      timeline.after(random.nextLong(RETRY_NANOS), () -> hop.disconnect(side, number));
      owner.onDown();
      retry();
    }
  }

  private void retry() {
    connection++;
    timeline.after(RETRY_NANOS / 2 + random.nextLong(RETRY_NANOS), this::open);
  }

  /** The process is gone. */
  void stop() {
    stopped = true;
    up = false;
    hop.disconnect(side, connection);
  }
}
