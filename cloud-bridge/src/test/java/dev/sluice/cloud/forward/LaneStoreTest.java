package dev.sluice.cloud.forward;

import static dev.sluice.cloud.forward.Batches.LANE;
import static dev.sluice.cloud.forward.Batches.LINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        public void publish(ForwardedMessage message, Runnable done) {
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
    publisher = new LanePublisher(store, outlet, System::currentTimeMillis);
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
  void saysWhenTheFolderIsInUse() {
    assertThatThrownBy(() -> LaneStore.open(folder, SETTINGS, loop))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is in use by process");
  }
}
