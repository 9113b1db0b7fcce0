package dev.sluice.cloud.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneReadersTest {
  @TempDir private Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final FakeOutlet fast = new FakeOutlet(true);
  private final FakeOutlet slow = new FakeOutlet(false);
  private LaneStore store;
  private LanePublisher fastReader;
  private LanePublisher slowReader;

  @BeforeEach
  void open() throws Exception {
    store = LaneStore.open(folder, new LaneStore.Settings(1 << 20, 1 << 16), loop::execute);
    var readers = new LaneReaders(store);
    fastReader = readers.add(fast, System::currentTimeMillis);
    slowReader = readers.add(slow, System::currentTimeMillis);
    store.tell(new Both());
    loop.submit(fastReader::onOpen).get();
    loop.submit(slowReader::onOpen).get();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    loop.shutdownNow();
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
