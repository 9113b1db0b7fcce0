package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.config.CloudConfig;
import dev.sluice.cloud.forward.LaneReaders;
import dev.sluice.cloud.forward.LaneStore;
import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.target.TargetRecord;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  @TempDir private Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private CloudConfig config(String targets) throws Exception {
    Path file = Files.writeString(folder.resolve("cloud.yaml"), "targets: " + targets);
    return CloudConfig.load(file, List.of());
  }

  private static Batch batch(String... topics) {
    List<Block.Item> items = new ArrayList<>();
    for (String topic : topics) {
      var message =
          new ForwardedMessage(
              topic, new byte[3], 1, false, OptionalLong.empty(), ForwardedMessage.Properties.NONE);
      items.add(
          new Block.Item(items.size() + 1, OptionalLong.empty(), MessageCodec.encode(message)));
    }
    return new Batch(
        new LinkId("gw", 7), new LaneName("normal"), 1, 1, topics.length, Block.encode(1, items));
  }

  @Test
  void deliversWhatWasStoredBeforeItBeganAndReleasesIt() throws Exception {
    Path place = folder.resolve("store");
    var settings = new LaneStore.Settings(1 << 20, 1 << 16);
    try (LaneStore store = LaneStore.open(place, settings, loop::execute)) {
      store.tell(new Deaf());
      store.commit(batch("a/1", "b/1", "a/poison", "a/1"));
      await().until(() -> store.messages() == 4);
      CloudConfig config =
          config(
              "{shelf: {kind: memory, topics: ['a/#'], key: '{topic}', stream: '{topic.2}',"
                  + " settings: {refuses: poison}}}");
      Targets targets = Targets.open(config, place, new LaneReaders(store), loop);
      MemoryKind.TAKEN.clear();

      loop.execute(targets::start);

      await().until(() -> store.messages() == 0);
      assertThat(MemoryKind.TAKEN)
          .extracting(TargetRecord::id)
          .containsExactly("gw/normal/1", "gw/normal/4");
      assertThat(new DeadLetterFolder(place, "shelf").list())
          .singleElement()
          .satisfies(letter -> assertThat(letter.record().topic()).isEqualTo("a/poison"));
      targets.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{t: {kind: kafak}} | targets.t.kind: kafak is not installed; there are [memory]",
        "{t: {kind: memory, settings: {port: 1}}} | targets.t.settings.port: is no setting",
        "{t: {kind: memory, key: '{device}'}} | targets.t: {device} is unknown"
      })
  void saysInOneLineWhatCannotBeUsed(String targets, String said) throws Exception {
    CloudConfig config = config(targets);

    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> Targets.open(config, folder, new LaneReaders(null), loop))
        .withMessageContaining(said);
  }

  private static final class Deaf implements LaneStore.Listener {
    @Override
    public void committed(Batch batch) {}

    @Override
    public void failed(Batch batch) {}

    @Override
    public void malformed(Batch batch) {}

    @Override
    public void room(String edgeId, LaneName lane) {}
  }
}
