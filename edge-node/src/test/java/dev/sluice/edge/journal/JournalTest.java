package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
  private static final Journal.Settings SETTINGS =
      new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 16_000);

  @TempDir Path folder;
  private final RandomRecords records = new RandomRecords(new SplittableRandom(3), 100);

  /** What the journal said, in order. */
  private static final class Told implements Journal.Listener {
    private final List<String> words = new ArrayList<>();
    private long durable;

    @Override
    public synchronized void durable(long sequence) {
      durable = sequence;
    }

    @Override
    public synchronized void refusing(String reason) {
      words.add("refusing " + reason);
    }

    @Override
    public synchronized void accepting() {
      words.add("accepting");
    }

    @Override
    public void fetched(Fetched answer) {
      throw new AssertionError("nobody asked for " + answer);
    }

    synchronized long reached() {
      return durable;
    }

    synchronized List<String> words() {
      return List.copyOf(words);
    }
  }

  private Journal open() throws JournalException {
    return Journal.open(folder, SETTINGS, System::nanoTime, System::currentTimeMillis);
  }

  private static Journal on(FaultyStorage disk) throws JournalException, IOException {
    return Journal.open(disk, () -> {}, SETTINGS, System::nanoTime, System::currentTimeMillis);
  }

  private long append(Journal journal, int count) {
    long last = 0;
    for (int i = 0; i < count; i++) {
      Effect.Append append = records.next();
      journal.append(append);
      last = append.sequence();
    }
    return last;
  }

  /** Each to be on the disk: what the system may have is durable though the disk fails. */
  private long appendForced(Journal journal, int count) {
    long last = 0;
    for (int i = 0; i < count; i++) {
      Effect.Append append = records.next();
      journal.append(new Effect.Append(append.sequence(), append.record()));
      last = append.sequence();
    }
    return last;
  }

  @Test
  void saysWhatIsDurableAndGathersWhatComesMeanwhile() throws Exception {
    Told told = new Told();
    try (Journal journal = open()) {
      journal.start(told);
      long last = append(journal, 2_000);
      await().until(() -> told.reached() == last);
      await().until(() -> journal.stats().records() == 2_000);
      assertThat(journal.stats().batches()).isLessThan(1_000);
      assertThat(journal.stats().forces()).isLessThanOrEqualTo(1_500L);
    }
  }

  @Test
  void givesBackWhatItWasGiven() throws Exception {
    try (Journal journal = open()) {
      journal.start(new Told());
      append(journal, 500);
    }
    try (Journal again = open()) {
      assertThat(again.recovery().losses()).isEmpty();
      assertThat(LiveRecords.of(again.state(), again.messages()))
          .isEqualTo(records.liveAt(Long.MAX_VALUE));
    }
  }

  @Test
  void aFolderInUseIsRefusedInOneLine() throws Exception {
    try (Journal journal = open()) {
      journal.start(new Told());
      assertThatThrownBy(this::open)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid())
          .hasMessageNotContaining("\n");
    }
    open().close();
  }

  @Test
  void aNewerVersionIsRefusedInOneLineAndItsFilesStayAsTheyAre() throws Exception {
    Bytes header = new Bytes();
    new SegmentHeader(SegmentHeader.VERSION + 1, 1, 0, 0).write(header);
    ByteBuffer written = header.written();
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    Path segment = Files.write(folder.resolve(SegmentName.of(1)), bytes);
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format version " + (SegmentHeader.VERSION + 1))
        .hasMessageContaining(folder.toString());
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
  }

  @Test
  void aFolderThatIsAFileIsRefusedInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(
            () -> Journal.open(file, SETTINGS, System::nanoTime, System::currentTimeMillis))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be written to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "read-only", "failing"})
  void refusesWhileTheDiskIsAndGoesOnByItself(String trouble) throws Exception {
    FaultyStorage disk = new FaultyStorage(new SplittableRandom(4));
    Told told = new Told();
    try (Journal journal = on(disk)) {
      journal.start(told);
      long before = append(journal, 50);
      await().until(() -> told.reached() == before);
      begin(disk, trouble);
      long during = appendForced(journal, 5);
      await().until(() -> !told.words().isEmpty());
      assertThat(told.reached()).isEqualTo(before);
      assertThat(journal.stats().refusing()).isPresent();
      end(disk);
      await().until(() -> told.reached() == during);
      assertThat(told.words()).hasSize(2).last().isEqualTo("accepting");
      assertThat(journal.stats().refusing()).isEmpty();
    }
    assertThat(Recovery.run(disk).state().lastSequence()).isEqualTo(told.reached());
  }

  private static void begin(FaultyStorage disk, String trouble) {
    switch (trouble) {
      case "full" -> disk.setCapacity(0);
      case "read-only" -> disk.setReadOnly(true);
      default -> disk.setForce(Force.FAILS);
    }
  }

  private static void end(FaultyStorage disk) {
    disk.setCapacity(Long.MAX_VALUE);
    disk.setReadOnly(false);
    disk.setForce(Force.WORKS);
  }
}
