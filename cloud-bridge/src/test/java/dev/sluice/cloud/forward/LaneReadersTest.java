package dev.sluice.cloud.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneReadersTest {
  @TempDir private Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final FakeOutlet fast = new FakeOutlet(true);
  private final FakeOutlet slow = new FakeOutlet(false);
  private LaneStore store;
  private LaneReaders readers;
  private LanePublisher fastReader;
  private LanePublisher slowReader;

  @BeforeEach
  void open() throws Exception {
    store = LaneStore.open(folder, new LaneStore.Settings(1 << 20, 1 << 16), loop);
    read(LaneReaders.WhenFull.WAIT, ReadWindow.TARGET);
  }

  private void read(LaneReaders.WhenFull whenFull, ReadWindow slowWindow) throws Exception {
    readers = new LaneReaders(store);
    fastReader = readers.add(settings("fast", ReadWindow.BROKER), fast, System::currentTimeMillis);
    slowReader =
        readers.add(
            new LaneReaders.Settings("slow", slowWindow, whenFull),
            slow,
            System::currentTimeMillis);
    store.tell(new Both());
    loop.submit(fastReader::onOpen).get();
    loop.submit(slowReader::onOpen).get();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    loop.shutdownNow();
  }

  private static LaneReaders.Settings settings(String name, ReadWindow window) {
    return new LaneReaders.Settings(name, window, LaneReaders.WhenFull.WAIT);
  }

  private void reopen(long laneBytes) throws Exception {
    loop.submit(readers::save).get();
    store.close();
    fast.numbers.clear();
    slow.numbers.clear();
    slow.open.clear();
    store = LaneStore.open(folder, new LaneStore.Settings(laneBytes, 1 << 10), loop);
  }

  private void commitTen() {
    store.commit(Batches.of(1, 10));
    await().until(() -> onLoop(() -> fast.numbers.size() == 10 && slow.numbers.size() == 10));
  }

  private boolean onLoop(Callable<Boolean> question) throws Exception {
    return loop.submit(question).get();
  }

  @Test
  void keepsAMessageUntilTheSlowestReaderIsDoneWithIt() throws Exception {
    commitTen();
    assertThat(store.messages()).isEqualTo(10);

    loop.submit(() -> List.copyOf(slow.open).forEach(Runnable::run)).get();

    await().until(() -> store.messages() == 0);
  }

  @Test
  void aReaderThatConnectsAgainBeginsBehindWhatItHasDoneItself() throws Exception {
    commitTen();

    loop.submit(fastReader::onOpen).get();
    store.commit(Batches.of(11, 11));

    await().until(() -> onLoop(() -> fast.numbers.size() >= 11));
    assertThat(fast.numbers).doesNotHaveDuplicates();
  }

  @Test
  void afterARestartEachReaderGoesOnWhereItWas() throws Exception {
    commitTen();

    reopen(1 << 20);
    read(LaneReaders.WhenFull.WAIT, ReadWindow.TARGET);
    store.commit(Batches.of(11, 11));

    await().until(() -> onLoop(() -> slow.numbers.size() == 11));
    await().until(() -> onLoop(() -> fast.numbers.size() == 1));
    assertThat(fast.numbers).containsExactly(11L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast gw/normal x 10\n", "fast gw/normal 99 10\n", "\0\1"})
  void withoutMarksThatFitTheLaneAllIsReadAgain(String marks) throws Exception {
    commitTen();
    reopen(1 << 20);
    Files.writeString(folder.resolve("~readers"), marks);

    read(LaneReaders.WhenFull.WAIT, ReadWindow.TARGET);

    await().until(() -> onLoop(() -> fast.numbers.size() == 10));
  }

  @Test
  void marksBehindTheEndOfALaneLeaveNothingOut() throws Exception {
    commitTen();
    reopen(1 << 20);
    Files.writeString(folder.resolve("~readers"), "fast gw/normal 0 500\n");
    read(LaneReaders.WhenFull.WAIT, ReadWindow.TARGET);

    store.commit(Batches.of(11, 12));

    await().until(() -> onLoop(() -> fast.numbers.size() == 2));
    assertThat(fast.numbers).containsExactly(11L, 12L);
  }

  private void commitUntilFull() throws Exception {
    for (long first = 1; !lane().map(StoredLane::isFull).orElse(false); first += 20) {
      long last = first + 19;
      store.commit(Batches.of(first, last));
      await().until(() -> onLoop(() -> fast.numbers.size() == last));
    }
    await().until(() -> onLoop(() -> slow.numbers.size() > 32));
  }

  private Optional<StoredLane> lane() {
    return store.lanes().stream().findFirst();
  }

  @Test
  void aFullLaneWaitsForAReaderThatWantsAll() throws Exception {
    reopen(16 << 10);
    read(LaneReaders.WhenFull.WAIT, ReadWindow.TARGET);
    commitUntilFull();

    loop.submit(readers::onTick).get();

    assertThat(slowReader.skipped()).isZero();
    assertThat(lane().orElseThrow().isFull()).isTrue();
  }

  @Test
  void aFullLaneGoesOnWithoutTheOlderHalfOfWhatAReaderThatSkipsLacks() throws Exception {
    reopen(16 << 10);
    read(LaneReaders.WhenFull.SKIP, ReadWindow.TARGET);
    commitUntilFull();
    long stored = lane().orElseThrow().stored();
    long backlog = onLoopLong(slowReader::backlog);
    int begun = slow.numbers.size();

    loop.submit(readers::onTick).get();

    await().until(() -> !lane().orElseThrow().isFull());
    assertThat(onLoopLong(slowReader::backlog)).isEqualTo(backlog / 2);
    assertThat(slowReader.skipped()).isEqualTo(stored - backlog / 2 - begun);

    loop.submit(() -> List.copyOf(slow.open).forEach(Runnable::run)).get();

    await().until(() -> onLoop(() -> slow.numbers.size() > begun));
    assertThat(slow.numbers.get(begun))
        .as("what was begun goes on, then the younger half")
        .isEqualTo(stored - backlog / 2 + 1);
  }

  private long onLoopLong(Callable<Long> question) throws Exception {
    return loop.submit(question).get();
  }

  @Test
  void lanesThatAreStuckLeaveOthersAWayThrough() throws Exception {
    reopen(1 << 20);
    read(
        LaneReaders.WhenFull.WAIT, new ReadWindow(64, 128, 1 << 20, ReadWindow.Idle.SENDS_ONE));
    store.commit(inLane("stuck-1", 70));
    store.commit(inLane("stuck-2", 70));
    await().until(() -> onLoop(() -> slow.numbers.size() == 128));

    store.commit(inLane("lively", 1));
    store.commit(inLane("lively-too", 1));

    await().until(() -> onLoop(() -> slow.numbers.size() == 130));
  }

  @Test
  void withoutThatWayTheyWait() throws Exception {
    reopen(1 << 20);
    read(LaneReaders.WhenFull.WAIT, new ReadWindow(64, 128, 1 << 20, ReadWindow.Idle.WAITS));
    store.commit(inLane("stuck-1", 70));
    store.commit(inLane("stuck-2", 70));
    await().until(() -> onLoop(() -> slow.numbers.size() == 128));

    store.commit(inLane("lively", 1));
    await().until(() -> onLoop(() -> fast.numbers.size() == 141));

    assertThat(onLoopLong(() -> (long) slow.numbers.size())).isEqualTo(128);
  }

  @Test
  void theBytesUnderWayAreBounded() throws Exception {
    reopen(1 << 20);
    int body = MessageCodec.encode(Batches.message(1)).length;
    read(
        LaneReaders.WhenFull.WAIT,
        new ReadWindow(64, 128, 3L * body, ReadWindow.Idle.SENDS_ONE));
    store.commit(Batches.of(1, 9));
    await().until(() -> onLoop(() -> fast.numbers.size() == 9));

    assertThat(onLoopLong(() -> (long) slow.numbers.size())).isEqualTo(3);

    loop.submit(() -> slow.open.remove(0).run()).get();

    await().until(() -> onLoop(() -> slow.numbers.size() == 4));
  }

  private static Batch inLane(String name, long messages) {
    Batch batch = Batches.of(1, messages);
    return new Batch(batch.link(), new LaneName(name), 1, 1, messages, batch.block());
  }

  private static final class FakeOutlet implements LanePublisher.Outlet {
    private final boolean atOnce;
    private final List<Long> numbers = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();

    private FakeOutlet(boolean atOnce) {
      this.atOnce = atOnce;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void publish(Origin origin, ForwardedMessage message, Runnable done) {
      numbers.add(Batches.number(message));
      if (atOnce) {
        done.run();
      } else {
        open.add(done);
      }
    }
  }

  private final class Both implements LaneStore.Listener {
    @Override
    public void committed(Batch batch) {
      fastReader.onCommitted(batch);
      slowReader.onCommitted(batch);
    }

    @Override
    public void failed(Batch batch) {
      throw new AssertionError(batch);
    }

    @Override
    public void malformed(Batch batch) {
      throw new AssertionError(batch);
    }

    @Override
    public void room(String edgeId, LaneName lane) {
      // Nothing was refused.
    }
  }
}
