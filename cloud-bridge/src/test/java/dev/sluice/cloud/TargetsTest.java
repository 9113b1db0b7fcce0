package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.admin.TargetStats;
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
import java.io.PrintWriter;
import java.io.StringWriter;
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
import picocli.CommandLine;

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
    try (LaneStore store = LaneStore.open(place, settings, loop)) {
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
        "{t: {kind: kafak}} | :1:21: targets.t.kind: kafak is not installed; choose one of [memory]",
        "{t: {kind: memory, settings: {port: 1}}} | :1:46: targets.t.settings.port: is no setting",
        "{t: {kind: memory, settings: {}}} | :1:39: targets.t.settings.refuses: is missing",
        "{t: {kind: memory, key: '{device}'}} | :1:34: targets.t.key: {device} is unknown",
        "{t: {kind: memory, topics: [a, b#]}} | :1:41: targets.t.topics.1: b# is no topic filter"
      })
  void saysInOneLineWhereAndWhatCannotBeUsed(String targets, String said) throws Exception {
    config(targets);
    var err = new StringWriter();
    CommandLine line = CloudBridge.commandLine();
    line.setErr(new PrintWriter(err, true));

    int code =
        line.execute(
            "--config", folder.resolve("cloud.yaml").toString(), "--data", folder.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("cloud.yaml" + said);
  }

  @Test
  void saysOfEachHowItIs() throws Exception {
    Path place = folder.resolve("store");
    var settings = new LaneStore.Settings(1 << 20, 1 << 16);
    try (LaneStore store = LaneStore.open(place, settings, loop)) {
      store.tell(new Deaf());
      store.commit(batch("a/1", "a/away", "a/1"));
      await().until(() -> store.messages() == 3);
      CloudConfig config =
          config("{shelf: {kind: memory, stream: '{topic.2}', settings: {refuses: none}}}");
      Targets targets = Targets.open(config, place, new LaneReaders(store), loop);
      MemoryKind.TAKEN.clear();

      loop.execute(targets::start);

      await().until(() -> loop.submit(targets::stats).get().get(0).trouble().equals("away"));
      TargetStats shelf = loop.submit(targets::stats).get().get(0);
      assertThat(shelf.name()).isEqualTo("shelf");
      assertThat(shelf.kind()).isEqualTo("memory");
      assertThat(shelf.backlog()).isBetween(2L, 3L);
      targets.close();
    }
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
