package dev.sluice.broker.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever is put, moved and settled, the index says what a sorted map says. */
class MessageIndexOracleTest {
  private static final ClientId[] CLIENTS = {new ClientId("a"), new ClientId("b")};

  private record Entry(Place place, Audience audience) {}

  private final TreeMap<Long, Entry> oracle = new TreeMap<>();
  private final MessageIndex index = new MessageIndex();
  private SplittableRandom random;
  private long lastId;
  private long segment;

  private void begin(long seed) {
    random = new SplittableRandom(seed);
  }

  @Test
  void agreesWithASortedMap() {
    for (long seed = 1; seed <= 40; seed++) {
      MessageIndexOracleTest run = new MessageIndexOracleTest();
      run.begin(seed);
      for (int step = 0; step < 6_000; step++) {
        run.step();
        if (step % 500 == 0) {
          run.compare("seed " + seed + " step " + step);
        }
      }
      run.settleAll();
      run.compare("seed " + seed + " at the end");
      assertThat(run.index.heapBytes()).as("seed %d", seed).isZero();
    }
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> append();
      case 3 -> appendAlike();
      case 4 -> insertOlder();
      case 5 -> move();
      case 6 -> settle(oldest());
      default -> settle(any());
    }
    if (random.nextInt(300) == 0) {
      segment += random.nextInt(100);
      ClientId client = CLIENTS[random.nextInt(2)];
      long from = any();
      index.changeFrom(from, audience -> audience.without(client));
      oracle
          .tailMap(from, true)
          .replaceAll((id, e) -> new Entry(e.place(), e.audience().without(client)));
      oracle.values().removeIf(e -> e.audience().isEmpty());
    }
  }

  private void append() {
    lastId += random.nextInt(200) == 0 ? 3_000_000_000L : 1 + random.nextInt(3);
    put(lastId);
  }

  /** As a backlog grows: one behind the other, owed to the same. */
  private void appendAlike() {
    Audience audience = Audience.of(false, List.of(new Addressee(CLIENTS[0], 0, false)));
    for (int more = random.nextInt(40) == 0 ? 700 : 3; more > 0; more--) {
      lastId++;
      put(lastId, audience);
    }
  }

  private void insertOlder() {
    if (lastId > 0) {
      put(random.nextLong(lastId) + 1);
    }
  }

  private void move() {
    segment++;
    if (!oracle.isEmpty()) {
      put(any());
    }
  }

  private void put(long id) {
    List<Addressee> owed = new ArrayList<>();
    owed.add(new Addressee(CLIENTS[random.nextInt(2)], random.nextInt(3), random.nextBoolean()));
    put(id, Audience.of(random.nextBoolean(), owed));
  }

  private void put(long id, Audience audience) {
    Place place = new Place(segment, random.nextInt(1 << 26), 10 + random.nextInt(2_000));
    index.put(id, place, audience);
    oracle.put(id, new Entry(place, audience));
  }

  private long oldest() {
    return oracle.isEmpty() ? 1 : oracle.firstKey();
  }

  private long any() {
    Long near = lastId == 0 ? null : oracle.ceilingKey(random.nextLong(lastId) + 1);
    return near == null ? oldest() : near;
  }

  private void settle(long id) {
    index.change(id, audience -> Audience.NOBODY);
    oracle.remove(id);
  }

  private void settleAll() {
    List.copyOf(oracle.keySet()).forEach(this::settle);
  }

  private void compare(String when) {
    TreeMap<Long, Entry> seen = new TreeMap<>();
    index.forEachAfter(
        Long.MIN_VALUE,
        (id, place, audience) -> {
          seen.put(id, new Entry(place, audience));
          return true;
        });
    assertThat(seen).as(when).isEqualTo(oracle);
    assertThat(index.size()).as(when).isEqualTo(oracle.size());
    assertThat(index.liveBytes())
        .as(when)
        .isEqualTo(oracle.values().stream().mapToLong(e -> e.place().bytes()).sum());
    for (long id : List.of(oldest(), any(), lastId + 1)) {
      assertThat(index.place(id).isPresent()).as(when).isEqualTo(oracle.containsKey(id));
    }
    long after = any();
    List<Long> behind = new ArrayList<>();
    index.forEachAfter(after, (id, place, audience) -> behind.add(id));
    assertThat(behind).as(when).isEqualTo(List.copyOf(oracle.tailMap(after, false).keySet()));
  }

  @Test
  void sizesBeyondTwoThousandBytesAreNearlyExactAndNeverTooSmall() {
    for (int bytes = 2_000; bytes > 0; bytes = bytes * 3 - bytes / 7) {
      MessageIndex one = new MessageIndex();
      one.put(1, new Place(1, 0, bytes), Audience.of(true, List.of()));
      assertThat(one.liveBytes()).isBetween((long) bytes, bytes + 1 + bytes / 1_000L);
      if (bytes > 100_000_000) {
        return;
      }
    }
  }

  @Test
  void aLongBacklogTakesLessThanEightBytesAMessage() {
    MessageIndex many = new MessageIndex();
    Audience same = Audience.of(false, List.of(new Addressee(CLIENTS[0], 0, false)));
    for (long id = 1; id <= 1_000_000; id++) {
      many.put(id, new Place(id / 4_000, 17, 1_100), same);
    }
    assertThat(many.heapBytes()).isLessThan(8_000_000);
  }

  @Test
  void oneThatIsMixedTakesSixteen() {
    MessageIndex many = new MessageIndex();
    Audience one = Audience.of(false, List.of(new Addressee(CLIENTS[0], 0, false)));
    Audience other = Audience.of(false, List.of(new Addressee(CLIENTS[1], 0, false)));
    for (long id = 1; id <= 1_000_000; id++) {
      many.put(id, new Place(id / 4_000, 17, 1_100), id % 3 == 0 ? one : other);
    }
    assertThat(many.heapBytes()).isBetween(16_000_000L, 17_000_000L);
  }
}
