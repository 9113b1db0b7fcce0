package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One lane that goes now to one receiver, now to another, each with a store of its own. */
class TwoStoresTest {
  private static final LinkId LINK = new LinkId("gw", 9);
  private static final LaneName LANE = new LaneName("normal");
  private static final long MS = 1_000_000;
  private static final int SEEDS = 300;

  private enum Bug {
    NONE,
    /** Both say that they are one store. */
    SAME_NAME
  }

  /** A receiver, what it keeps, and what it has not written yet. */
  private final class Cloud {
    final List<Long> stored = new ArrayList<>();
    final Deque<Batch> unwritten = new ArrayDeque<>();
    final LaneReceiver receiver;
    long mark;

    Cloud(long name) {
      receiver =
          new LaneReceiver(
              new LaneReceiver.Settings(10, 1_000, Packing.NONE, name),
              (link, lane) -> stored.isEmpty() ? Optional.empty() : Optional.of(mark),
              output -> said(this, output));
    }

    void write() throws Exception {
      Batch batch = unwritten.poll();
      if (batch == null) {
        return;
      }
      for (Block.Item item : Block.decode(batch.first(), batch.last(), batch.block())) {
        if (item.sequence() > mark) {
          stored.add(item.sequence());
        }
      }
      mark = Math.max(mark, batch.last());
      receiver.onCommitted(batch);
    }
  }

  private SplittableRandom random;
  private List<Cloud> clouds;
  private LaneSender sender;
  private final Deque<LaneSender.Output> asked = new ArrayDeque<>();
  private final Deque<byte[]> up = new ArrayDeque<>();
  private final Deque<byte[]> down = new ArrayDeque<>();
  private int at;
  private long now;
  private long available;
  private long released;

  private void said(Cloud cloud, LaneReceiver.Output output) {
    if (output instanceof LaneReceiver.Output.Commit commit) {
      cloud.unwritten.add(commit.batch());
    } else if (output instanceof LaneReceiver.Output.Send send && cloud == clouds.get(at)) {
      down.add(send.bytes());
    }
  }

  private void run(long seed, Bug bug) throws Exception {
    random = new SplittableRandom(seed);
    clouds = List.of(new Cloud(1), new Cloud(bug == Bug.SAME_NAME ? 1 : 2));
    asked.clear();
    released = 0;
    available = 0;
    at = 0;
    now = MS;
    sender =
        new LaneSender(
            new LaneSender.Settings(
                Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(3), 400, 90),
            List.of(new LaneSender.Lane(LANE, LINK, 0, 0)),
            asked::add);
    connect(0);
    for (int step = 0; step < 600; step++) {
      step();
    }
    for (int step = 0; step < 20_000 && released < available; step++) {
      carry();
    }
  }

  private void step() throws Exception {
    if (random.nextInt(3) == 0) {
      sender.onAvailable(0, ++available, now);
    }
    if (random.nextInt(40) == 0) {
      connect(1 - at);
    }
    carry();
  }

  /** What the connection carried is lost with it. */
  private void connect(int next) {
    sender.onDown();
    up.clear();
    down.clear();
    at = next;
    sender.onUp(now);
  }

  private void carry() throws Exception {
    now += random.nextLong(10 * MS);
    sender.onTimer(now);
    perform();
    switch (random.nextInt(4)) {
      case 0, 1 -> arrive();
      case 2 -> Optional.ofNullable(down.poll()).ifPresent(bytes -> sender.onBytes(bytes, now));
      default -> clouds.get(random.nextInt(2)).write();
    }
    perform();
  }

  private void arrive() {
    Optional.ofNullable(up.poll()).ifPresent(bytes -> clouds.get(at).receiver.onBytes("gw", bytes));
  }

  private void perform() {
    while (!asked.isEmpty()) {
      LaneSender.Output output = asked.poll();
      if (output instanceof LaneSender.Output.Send send) {
        up.add(send.bytes());
      } else if (output instanceof LaneSender.Output.Read read) {
        read(read);
      } else if (output instanceof LaneSender.Output.Release release) {
        released = release.upTo();
        assertThat(everywhere()).contains(released).hasSizeGreaterThanOrEqualTo((int) released);
      } else {
        connect(at);
      }
    }
  }

  private void read(LaneSender.Output.Read read) {
    long first = Math.max(read.from(), released + 1);
    long last = Math.min(available, first + random.nextInt(4));
    List<Block.Item> items = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      // Some go in pieces, which begin at one receiver and go on at the other.
      byte[] body = new byte[number % 7 == 0 ? 700 : 8];
      items.add(new Block.Item(number, OptionalLong.empty(), body));
    }
    sender.onBlock(0, released + 1, first, last, Block.encode(first, items), now);
  }

  private Set<Long> everywhere() {
    Set<Long> all = new TreeSet<>();
    clouds.forEach(cloud -> all.addAll(cloud.stored));
    return all;
  }

  private long twice() {
    Set<Long> both = new HashSet<>(clouds.get(0).stored);
    both.retainAll(clouds.get(1).stored);
    return both.size();
  }

  @Test
  void nothingIsLostAndNoMoreIsKeptTwiceThanIsCounted() throws Exception {
    long twice = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed, Bug.NONE);
      assertThat(everywhere()).as("seed %d", seed).hasSize((int) available);
      for (Cloud cloud : clouds) {
        assertThat(cloud.stored).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
      }
      assertThat(twice()).as("seed %d", seed).isLessThanOrEqualTo(sender.stats().perhapsTwice());
      twice += twice();
    }
    assertThat(twice).as("kept twice in %d seeds", SEEDS).isGreaterThan(SEEDS);
  }

  @Test
  void storesThatSayTheSameNameAreFound() throws Exception {
    int found = 0;
    for (long seed = 1; seed <= 50; seed++) {
      run(seed, Bug.SAME_NAME);
      found += twice() > sender.stats().perhapsTwice() ? 1 : 0;
    }
    assertThat(found).as("of 50 seeds").isGreaterThan(40);
  }
}
