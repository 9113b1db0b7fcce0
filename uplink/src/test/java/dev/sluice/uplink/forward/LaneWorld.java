package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A sender with two lanes, a receiver with a store, and a link that loses, repeats and reorders;
 * either side may crash at any moment. All from one seed, on a hand-turned clock.
 */
final class LaneWorld {
  static final int LANES = 2;
  private static final long MS = 1_000_000;
  private static final LaneSender.Settings SENDER =
      new LaneSender.Settings(
          Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(3), 400, 90);

  /** What a side could do wrong; the checks must notice each. */
  enum Bug {
    NONE,
    /** The receiver's store says that it has what a crash takes away. */
    COMMITS_EARLY,
    /** The receiver's mark is not kept with what was committed. */
    FORGETS_MARKS
  }

  private record Event(long atNanos, long order, Runnable what) {}

  private final SplittableRandom random;
  private final Bug bug;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.atNanos() != b.atNanos()
                  ? Long.compare(a.atNanos(), b.atNanos())
                  : Long.compare(a.order(), b.order()));
  private long now = MS;
  private long order;
  private boolean calm;

  // The sender's disk.
  private final long[] available = new long[LANES];
  private final long[] released = new long[LANES];

  // The receiver's disk, and what has not been forced.
  private final List<List<Long>> stored = List.of(new ArrayList<>(), new ArrayList<>());
  private final long[] marks = new long[LANES];
  private final Deque<Batch> unforced = new ArrayDeque<>();
  private boolean full;

  private LaneSender sender;
  private LaneReceiver receiver;
  private int senderLife;
  private int receiverLife;
  final List<String> violations = new ArrayList<>();
  int crashes;

  LaneWorld(long seed, Bug bug) {
    this.random = new SplittableRandom(seed);
    this.bug = bug;
    startSender();
    startReceiver();
  }

  private static LinkId link(int lane) {
    return new LinkId("edge", 40 + lane);
  }

  private static LaneName name(int lane) {
    return new LaneName("lane-" + lane);
  }

  private static int laneOf(Batch batch) {
    return (int) batch.link().epoch() - 40;
  }

  private void startSender() {
    senderLife++;
    List<LaneSender.Lane> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      // Releasing is not forced: after a crash the sender may be behind.
      released[i] -= random.nextInt((int) Math.min(3, released[i]) + 1);
      lanes.add(new LaneSender.Lane(name(i), link(i), released[i], available[i]));
    }
    int life = senderLife;
    sender = new LaneSender(SENDER, lanes, output -> later(0, () -> fromSender(output, life)));
    later(random.nextLong(5 * MS), () -> ifAlive(life, () -> sender.onUp(now)));
  }

  private void ifAlive(int life, Runnable turn) {
    if (life == senderLife) {
      turn.run();
    }
  }

  private void startReceiver() {
    receiverLife++;
    unforced.clear();
    receiver =
        new LaneReceiver(
            new LaneReceiver.Settings(10, 1_000),
            (link, lane) -> committed((int) link.epoch() - 40),
            output -> fromReceiver(output));
  }

  private Optional<Long> committed(int lane) {
    if (bug == Bug.FORGETS_MARKS) {
      return Optional.of(Math.max(0, marks[lane] - 2));
    }
    return stored.get(lane).isEmpty() ? Optional.empty() : Optional.of(marks[lane]);
  }

  private void later(long delayNanos, Runnable what) {
    events.add(new Event(now + delayNanos, order++, what));
  }

  // The link.

  private void carry(Runnable arrival) {
    if (!calm && random.nextInt(12) == 0) {
      return;
    }
    int copies = !calm && random.nextInt(12) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      later((1 + random.nextInt(calm ? 2 : 20)) * MS, arrival);
    }
  }

  private void fromSender(LaneSender.Output output, int life) {
    if (life != senderLife) {
      return;
    }
    if (output instanceof LaneSender.Output.Send send) {
      carry(() -> receiver.onBytes("edge", send.bytes()));
    } else if (output instanceof LaneSender.Output.Read read) {
      later(random.nextLong(3 * MS), () -> ifAlive(life, () -> read(read)));
    } else if (output instanceof LaneSender.Output.Release release) {
      released[release.lane()] = Math.max(released[release.lane()], release.upTo());
    } else {
      later(random.nextLong(50 * MS), () -> ifAlive(life, () -> sender.onUp(now)));
    }
  }

  private void read(LaneSender.Output.Read read) {
    int lane = read.lane();
    long first = Math.max(read.from(), released[lane] + 1);
    long last = Math.min(available[lane], first + random.nextInt(4));
    List<Block.Item> items = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      // Some are so large that they go in pieces. What a number stands for is always the same.
      int bytes = number % 7 == 0 ? 700 : Long.BYTES;
      byte[] body = ByteBuffer.allocate(bytes).putLong(number).array();
      items.add(new Block.Item(number, OptionalLong.empty(), body));
    }
    sender.onBlock(lane, released[lane] + 1, first, last, Block.encode(first, items), now);
  }

  private void fromReceiver(LaneReceiver.Output output) {
    if (output instanceof LaneReceiver.Output.Send send) {
      int life = senderLife;
      carry(() -> ifAlive(life, () -> sender.onBytes(send.bytes(), now)));
    } else if (output instanceof LaneReceiver.Output.Commit commit) {
      unforced.add(commit.batch());
      int life = receiverLife;
      later(random.nextLong(8 * MS), () -> force(life));
    }
  }

  /** The store's disk has caught up. */
  private void force(int life) {
    Batch batch = life == receiverLife ? unforced.poll() : null;
    if (batch == null) {
      return;
    }
    if (full || batch.first() > Math.max(marks[laneOf(batch)], batch.base() - 1) + 1) {
      receiver.onFailed(batch);
    } else if (bug == Bug.COMMITS_EARLY && random.nextInt(20) == 0) {
      receiver.onCommitted(batch);
      crashReceiver();
    } else {
      store(batch);
      receiver.onCommitted(batch);
    }
  }

  private void store(Batch batch) {
    int lane = laneOf(batch);
    try {
      for (Block.Item item : Block.decode(batch.first(), batch.last(), batch.block())) {
        if (bug == Bug.FORGETS_MARKS || item.sequence() > marks[lane]) {
          stored.get(lane).add(item.sequence());
        }
      }
    } catch (MalformedEnvelopeException e) {
      violations.add(e.getMessage());
    }
    marks[lane] = Math.max(marks[lane], batch.last());
  }

  private void crashReceiver() {
    crashes++;
    startReceiver();
  }

  private void crashSender() {
    crashes++;
    startSender();
  }

  /** A stretch of life with everything that can go wrong, then calm until all is there. */
  LaneWorld run(int messages) {
    for (int i = 0; i < messages; i++) {
      int lane = random.nextInt(LANES);
      available[lane]++;
      sender.onAvailable(lane, available[lane], now);
      if (random.nextInt(40) == 0) {
        crashSender();
      }
      if (random.nextInt(40) == 0) {
        crashReceiver();
      }
      full = random.nextInt(10) == 0;
      turn(random.nextLong(30 * MS));
    }
    calm = true;
    full = false;
    for (int i = 0; i < 600 && !isDone(); i++) {
      turn(100 * MS);
    }
    check();
    return this;
  }

  private void turn(long nanos) {
    long until = now + nanos;
    while (true) {
      long nextEvent = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNanos();
      long next = Math.min(nextEvent, sender.nextTimerNanos());
      if (next > until) {
        now = until;
        return;
      }
      now = Math.max(now, next);
      if (nextEvent <= now) {
        events.poll().what().run();
      } else {
        sender.onTimer(now);
      }
    }
  }

  private boolean isDone() {
    for (int lane = 0; lane < LANES; lane++) {
      if (released[lane] < available[lane]) {
        return false;
      }
    }
    return true;
  }

  private void check() {
    for (int lane = 0; lane < LANES; lane++) {
      List<Long> expected = new ArrayList<>();
      for (long number = 1; number <= available[lane]; number++) {
        expected.add(number);
      }
      if (!stored.get(lane).equals(expected)) {
        violations.add("lane %d has %s of %d".formatted(lane, stored.get(lane), available[lane]));
      }
      if (released[lane] < available[lane]) {
        violations.add("lane %d is stuck at %d".formatted(lane, released[lane]));
      }
    }
  }
}
