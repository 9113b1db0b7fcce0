package dev.sluice.cloud.forward;

import static dev.sluice.cloud.forward.Batches.LANE;
import static dev.sluice.cloud.forward.Batches.LINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.PackedBlock;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store and its publisher on a real folder, the loop being a thread of the test. */
class LaneStoreTest {
  private static final LaneStore.Settings SETTINGS = new LaneStore.Settings(1 << 20, 4_000);

  @TempDir Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final List<Long> committed = new CopyOnWriteArrayList<>();
  private final List<Long> failed = new CopyOnWriteArrayList<>();
  private final List<Long> malformed = new CopyOnWriteArrayList<>();
  private final List<String> rooms = new CopyOnWriteArrayList<>();
  private final List<Long> published = new CopyOnWriteArrayList<>();
  private final List<Runnable> unacknowledged = new ArrayList<>();
  private LaneStore store;
  private LanePublisher publisher;
  private volatile boolean open;

  private final LanePublisher.Outlet outlet =
      new LanePublisher.Outlet() {
        @Override
        public boolean isOpen() {
          return open;
        }

        @Override
        public void publish(Origin origin, ForwardedMessage message, Runnable done) {
          published.add(Batches.number(message));
          if (message.qos() == 0) {
            done.run();
          } else {
            unacknowledged.add(done);
          }
        }
      };

  @BeforeEach
  void open() throws StoreException {
    store = LaneStore.open(folder, SETTINGS, loop);
    publisher = new LaneReaders(store)
            .add(
                new LaneReaders.Settings("only", ReadWindow.BROKER, LaneReaders.WhenFull.WAIT),
                outlet,
                System::currentTimeMillis);
    listen();
  }

  private void listen() {
    store.tell(
        new LaneStore.Listener() {
          @Override
          public void committed(Batch batch) {
            committed.add(batch.last());
            publisher.onCommitted(batch);
          }

          @Override
          public void failed(Batch batch) {
            failed.add(batch.last());
          }

          @Override
          public void malformed(Batch batch) {
            malformed.add(batch.last());
          }

          @Override
          public void room(String edgeId, LaneName lane) {
            rooms.add(edgeId + "/" + lane);
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    loop.shutdownNow();
  }

  private void reopen() throws Exception {
    store.close();
    open();
  }

  private void connect() {
    open = true;
    loop.execute(publisher::onOpen);
  }

  private void acknowledgeAll() {
    loop.execute(
        () -> {
          List<Runnable> all = List.copyOf(unacknowledged);
          unacknowledged.clear();
          all.forEach(Runnable::run);
        });
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void publishesEachMessageOnceInOrder() {
    connect();
    store.commit(Batches.of(1, 30));
    store.commit(Batches.of(31, 50));
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              assertThat(published).isEqualTo(range(1, 50));
            });
    assertThat(committed).containsExactly(30L, 50L);
  }

  @Test
  void remembersItsMarksAndWhatIsNotPublished() throws Exception {
    store.commit(Batches.of(1, 30));
    await().until(() -> committed.contains(30L));
    reopen();
    assertThat(store.committed(LINK, LANE)).contains(30L);
    assertThat(store.committed(new LinkId("gw", 8), LANE)).isEmpty();
    connect();
    await().untilAsserted(() -> assertThat(published).isEqualTo(range(1, 30)));
  }

  @Test
  void publishesNothingAgainThatWasAcknowledged() throws Exception {
    connect();
    store.commit(Batches.of(1, 30));
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              assertThat(store.lanes()).allSatisfy(l -> assertThat(l.published()).isEqualTo(30));
            });
    published.clear();
    reopen();
    connect();
    store.commit(Batches.of(31, 31));
    await().untilAsserted(() -> assertThat(published).isEqualTo(range(31, 31)));
  }

  @Test
  void keepsEachNumberOnceHoweverBatchesOverlap() throws Exception {
    connect();
    store.commit(Batches.of(1, 10));
    store.commit(Batches.of(5, 15));
    store.commit(Batches.of(1, 10));
    await().until(() -> committed.size() == 3);
    reopen();
    store.commit(Batches.of(3, 20));
    connect();
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              assertThat(published.stream().distinct()).isEqualTo(range(1, 20));
            });
    assertThat(store.committed(LINK, LANE)).contains(20L);
  }

  @Test
  void refusesABatchThatDoesNotFollow() {
    store.commit(Batches.of(1, 3));
    store.commit(Batches.of(5, 6));
    store.commit(Batches.of(4, 6));
    await().until(() -> committed.contains(6L));
    assertThat(failed).containsExactly(6L);
  }

  @Test
  void anotherLifeOfTheLaneStartsAnew() throws Exception {
    LinkId other = new LinkId("gw", 8);
    store.commit(Batches.of(1, 10));
    store.commit(Batches.of(other, 4, 4, 6, OptionalLong.empty()));
    store.commit(Batches.of(11, 12));
    await().until(() -> committed.size() == 3);
    reopen();
    assertThat(store.committed(LINK, LANE)).contains(12L);
    assertThat(store.committed(other, LANE)).contains(6L);
    connect();
    await().untilAsserted(() -> assertThat(published).hasSize(15));
  }

  @Test
  void doesNotPublishWhatHasExpired() {
    store.commit(Batches.of(LINK, 1, 1, 3, OptionalLong.of(0)));
    store.commit(Batches.of(4, 4));
    await().until(() -> committed.contains(4L));
    connect();
    await().untilAsserted(() -> assertThat(published).containsExactly(4L));
    assertThat(publisher.expired()).isEqualTo(3);
  }

  @Test
  void goesBackToWhatWasNotAcknowledgedWhenTheConnectionIsNew() {
    connect();
    store.commit(Batches.of(1, 6));
    await().until(() -> published.size() == 6);
    loop.execute(unacknowledged::clear);
    published.clear();
    connect();
    await().untilAsserted(() -> assertThat(published).isEqualTo(range(1, 6)));
  }

  @Test
  void keepsPackedBatchesAndGoesOnAfterOneThatIsNoBatch() {
    Batch plain = Batches.of(1, 200);
    Batch packed = with(plain, PackedBlock.pack(plain.block(), LaneStoreTest::zstd));
    assertThat(packed.block().length).isLessThan(plain.block().length / 2);
    store.commit(packed);
    for (byte[] bomb : bombs(Batches.of(201, 400).block())) {
      store.commit(with(Batches.of(201, 400), bomb));
    }
    store.commit(Batches.of(201, 210));
    await().until(() -> committed.contains(210L));
    assertThat(malformed).hasSize(3);
    assertThat(failed).isEmpty();
    connect();
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              assertThat(published).isEqualTo(range(1, 210));
            });
  }

  /** One says too little, one too much, one more than anybody may. */
  private static List<byte[]> bombs(byte[] block) {
    List<byte[]> bombs = new ArrayList<>();
    for (int size : new int[] {block.length - 1, block.length + 1, PackedBlock.BYTES_MAX + 1}) {
      byte[] bomb = PackedBlock.pack(block, LaneStoreTest::zstd);
      ByteBuffer.wrap(bomb).putInt(1, size);
      bombs.add(bomb);
    }
    return bombs;
  }

  private static Batch with(Batch batch, byte[] block) {
    return new Batch(batch.link(), batch.lane(), batch.base(), batch.first(), batch.last(), block);
  }

  private static byte[] zstd(byte[] bytes, int room) {
    ZstdCompressor compressor = new ZstdCompressor();
    byte[] out = new byte[room + compressor.maxCompressedLength(bytes.length)];
    int length = compressor.compress(bytes, 0, bytes.length, out, room, out.length - room);
    return Arrays.copyOf(out, room + length);
  }

  @Test
  void readsAgainWhatCouldNotBeRead() throws Exception {
    store.commit(Batches.of(1, 6));
    await().until(() -> committed.contains(6L));
    Path lane = folder.resolve("gw/normal");
    Path away = folder.resolve("away");
    Files.move(lane, away);
    connect();
    flushLoopAndStore();
    assertThat(published).isEmpty();
    Files.move(away, lane);
    loop.execute(publisher::onTick);
    await().untilAsserted(() -> assertThat(published).isEqualTo(range(1, 6)));
  }

  /** What the loop asked of the store's thread has come back. */
  private void flushLoopAndStore() {
    long again = committed.size();
    loop.execute(() -> store.commit(Batches.of(1, 1)));
    await().until(() -> committed.size() > again);
  }

  @Test
  void saysWhenThereIsRoomAgain() throws Exception {
    store.close();
    store = LaneStore.open(folder, new LaneStore.Settings(8_000, 4_000), loop);
    publisher = new LaneReaders(store)
            .add(
                new LaneReaders.Settings("only", ReadWindow.BROKER, LaneReaders.WhenFull.WAIT),
                outlet,
                System::currentTimeMillis);
    listen();
    for (int first = 1; failed.isEmpty(); first += 10) {
      int answered = committed.size();
      store.commit(Batches.of(first, first + 9));
      await().until(() -> committed.size() > answered || !failed.isEmpty());
    }
    assertThat(rooms).isEmpty();
    connect();
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              assertThat(rooms).contains("gw/normal");
            });
  }

  @Test
  void saysHowMuchWaitsAndSinceWhen() {
    store.commit(Batches.of(1, 6));
    await().until(() -> committed.contains(6L));
    assertThat(store.messages()).isEqualTo(6);
    store.look();
    await()
        .untilAsserted(
            () ->
                assertThat(store.oldestMs(System.currentTimeMillis() + 60_000))
                    .isBetween(60_000L, 75_000L));
    connect();
    await()
        .untilAsserted(
            () -> {
              acknowledgeAll();
              store.look();
              assertThat(store.messages()).isZero();
              assertThat(store.oldestMs(System.currentTimeMillis() + 60_000)).isZero();
            });
  }

  @Test
  void saysWhenTheFolderIsInUse() {
    assertThatThrownBy(() -> LaneStore.open(folder, SETTINGS, loop))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is in use by process");
  }
}
