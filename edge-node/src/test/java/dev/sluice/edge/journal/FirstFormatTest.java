package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of the first released format opens, whatever the format is by now. */
class FirstFormatTest {
  @TempDir Path folder;

  @BeforeEach
  void putItThere() throws IOException {
    try (InputStream kept = FirstFormatTest.class.getResourceAsStream("format-1.log")) {
      Files.write(folder.resolve(SegmentName.of(1)), kept.readAllBytes());
    }
  }

  @Test
  void everyRecordIsReadAsItWasWritten() throws Exception {
    List<DurableRecord> read = new ArrayList<>();
    JournalFolder.read(folder).forEach(entry -> read.add(entry.record()));
    assertThat(read).isEqualTo(FormatSample.records());
    assertThat(JournalFolder.read(folder).time()).contains(FormatSample.TIME);
    assertThat(JournalFolder.read(folder).segments().get(0).version()).contains(1);
  }

  @Test
  void aNodeStartsFromItAndWritesOn() throws Exception {
    Journal.Settings settings = new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 16_000);
    for (int start = 0; start < 2; start++) {
      try (Journal journal =
          Journal.open(folder, settings, () -> 0, () -> FormatSample.TIME.wallMillis())) {
        assertThat(journal.recovery().losses()).isEmpty();
        assertThat(journal.recovery().sessions()).isEqualTo(3);
        assertThat(journal.recovery().messages()).isEqualTo(2);
        assertThat(journal.recovery().retained()).isEqualTo(1);
        assertThat(journal.clock().nanos()).isGreaterThanOrEqualTo(FormatSample.TIME.nanos());
      }
    }
  }
}
