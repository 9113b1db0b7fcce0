package dev.sluice.sim.fleet;

/** Keeps one connection: begins it, and begins it again after a wait whenever it ended. */
final class Reconnector {
  /** An attempt that says nothing for so long is given up. */
  static final long ATTEMPT_MILLIS_MAX = 15_000;

  /** Runs a task later, on the same loop. */
  interface Timers {
    void after(long millis, Runnable task);
  }

  private enum State {
    IDLE,
    CONNECTING,
    UP,
    WAITING,
    STOPPED
  }

  private final Runnable connect;
  private final Backoff backoff;
  private final Timers timers;
  private State state = State.IDLE;
  private long attempts;
  private long connections;

  Reconnector(Runnable connect, Backoff backoff, Timers timers) {
    this.connect = connect;
    this.backoff = backoff;
    this.timers = timers;
  }

  void begin() {
    if (state == State.STOPPED) {
      return;
    }
    state = State.CONNECTING;
    long attempt = ++attempts;
    timers.after(
        ATTEMPT_MILLIS_MAX,
        () -> {
          if (attempt == attempts && state == State.CONNECTING) {
            disconnected();
          }
        });
    connect.run();
  }

  void connected() {
    if (state == State.CONNECTING) {
      state = State.UP;
      connections++;
      backoff.succeeded();
    }
  }

  /** Clients may tell of one loss twice; the second time a new attempt is already arranged. */
  void disconnected() {
    if (state == State.CONNECTING || state == State.UP) {
      state = State.WAITING;
      timers.after(backoff.nextMillis(), this::begin);
    }
  }

  void stop() {
    state = State.STOPPED;
  }

  boolean isUp() {
    return state == State.UP;
  }

  boolean wasEverUp() {
    return connections > 0;
  }

  /** Connections after the first. */
  long reconnects() {
    return Math.max(0, connections - 1);
  }
}
