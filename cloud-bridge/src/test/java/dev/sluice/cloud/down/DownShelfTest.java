package dev.sluice.cloud.down;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.MessageCodec;
import dev.sluice.uplink.forward.Subscription;
import dev.sluice.uplink.forward.Subscription.Wish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DownShelfTest {
  private static final long NOW = 1_000_000;
  private static final int URGENT = 0;
  private static final int NORMAL = 1;
  private static final Allowance ALLOWANCE = new Allowance(List.of("cmd/{node}/#", "all/#"));

  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));
  private final SplittableRandom epochs = new SplittableRandom(2);
  private DownShelf shelf;

  @BeforeEach
  void open() throws IOException {
    shelf = open(1 << 20);
  }

  private DownShelf open(long laneBytes) throws IOException {
    DownShelf.Settings settings = new DownShelf.Settings(laneBytes, 2_000, Duration.ofHours(1), 2);
    return DownShelf.open(new MemoryFolders(disk), settings, ALLOWANCE, epochs::nextLong);
  }

  private static Wish wish(String filter, String lane, long ageMs) {
    OptionalLong age = ageMs == 0 ? OptionalLong.empty() : OptionalLong.of(ageMs);
    return new Wish(filter, new LaneName(lane), age);
  }

  private List<Integer> subscribe(String node, Wish... wishes) throws IOException {
    return shelf.subscribe(new Subscription(node, 500, List.of(wishes)));
  }

  private static ForwardedMessage message(String topic, String text, OptionalLong remainingMs) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return new ForwardedMessage(
        topic, payload, 1, false, remainingMs, ForwardedMessage.Properties.NONE);
  }

  private void keep(String topic, String text) throws IOException {
    keep(topic, text, Optional.empty());
  }

  private void keep(String topic, String text, Optional<NodeLane.Once> once) throws IOException {
    shelf.add(shelf.parcel(message(topic, text, OptionalLong.empty()), once), NOW);
    shelf.flush();
  }

  private List<String> waiting(String node, int lane, long nowMillis) throws Exception {
    NodeLane found = shelf.node(node).orElseThrow().lane(lane);
    List<String> texts = new ArrayList<>();
    NodeLane.Piece piece = found.read(found.released() + 1, 100_000, nowMillis);
    for (Block.Item item : Block.decode(piece.first(), piece.last(), piece.block())) {
      ForwardedMessage message = MessageCodec.decode(item.body(), item.remainingMs());
      texts.add(new String(message.payload(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Test
  void keepsAMessageForEachNodeThatWantsItOnTheLaneOfTheFirstRule() throws Exception {
    assertThat(subscribe("a", wish("cmd/a/stop", "urgent", 0), wish("cmd/a/#", "normal", 0)))
        .isEmpty();
    assertThat(subscribe("b", wish("all/#", "normal", 0))).isEmpty();
    assertThat(shelf.isWanted("cmd/a/x")).isTrue();
    assertThat(shelf.isWanted("cmd/b/x")).isFalse();

    keep("cmd/a/stop", "1");
    keep("cmd/a/x", "2");
    keep("all/y", "3");

    assertThat(waiting("a", URGENT, NOW)).containsExactly("1");
    assertThat(waiting("a", NORMAL, NOW)).containsExactly("2");
    assertThat(waiting("b", NORMAL, NOW)).containsExactly("3");
    assertThat(shelf.stats().waiting()).isEqualTo(3);
  }

  @Test
  void givesANodeNothingThatItMayNotHave() throws Exception {
    assertThat(
            subscribe(
                "a",
                wish("cmd/b/#", "normal", 0),
                wish("#", "normal", 0),
                wish("cmd/a/#", "normal", 0),
                wish("cmd/a/#", "unknown", 0),
                wish("$SYS/#", "normal", 0)))
        .containsExactly(0, 1, 3, 4);
    assertThat(shelf.isWanted("cmd/b/x")).isFalse();
  }

  @Test
  void aNodeBeyondTheLimitIsTurnedAway() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    subscribe("b", wish("all/#", "normal", 0));
    assertThatThrownBy(() -> subscribe("c", wish("all/#", "normal", 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 nodes");
    assertThat(subscribe("d")).isEmpty();
  }

  @Test
  void whatIsTooLargeForANodeIsNotKeptForIt() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    keep("all/x", "x".repeat(600));
    assertThat(shelf.stats().waiting()).isZero();
  }

  @Test
  void remembersNodesAndMessagesAfterACrash() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    keep("all/x", "kept");
    long epoch = shelf.node("a").orElseThrow().lane(NORMAL).epoch();
    disk.restart();
    open();
    assertThat(shelf.isWanted("all/x")).isTrue();
    assertThat(waiting("a", NORMAL, NOW)).containsExactly("kept");
    assertThat(shelf.node("a").orElseThrow().lane(NORMAL).epoch()).isEqualTo(epoch);
  }

  @Test
  void aNodeThatWantsNothingMoreIsOwedNothingMore() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    keep("all/x", "kept");
    subscribe("a");
    assertThat(shelf.isWanted("all/x")).isFalse();
    assertThat(shelf.stats().waiting()).isZero();
  }

  @Test
  void theSoonestOfThreeAgesHolds() throws Exception {
    subscribe("a", wish("all/short", "normal", 50), wish("all/#", "normal", 0));
    keep("all/short", "rule");
    keep("all/long", "bridge");
    shelf.add(
        shelf.parcel(message("all/long", "publisher", OptionalLong.of(10)), Optional.empty()), NOW);
    shelf.flush();

    assertThat(waiting("a", NORMAL, NOW + 5)).containsExactly("rule", "bridge", "publisher");
    assertThat(waiting("a", NORMAL, NOW + 20)).containsExactly("rule", "bridge");
    assertThat(waiting("a", NORMAL, NOW + 60)).containsExactly("bridge");
    long hour = Duration.ofHours(1).toMillis();
    assertThat(waiting("a", NORMAL, NOW + hour + 1)).isEmpty();

    shelf.sweep(NOW + 60);
    assertThat(shelf.stats().expired()).as("those before the first that is alive").isEqualTo(1);
    shelf.sweep(NOW + hour + 1);
    assertThat(shelf.stats().expired()).isEqualTo(3);
    assertThat(shelf.stats().waiting()).isZero();
  }

  @Test
  void numbersThatAreGoneAreAccountedFor() throws Exception {
    subscribe("a", wish("all/#", "normal", 10));
    keep("all/x", "1");
    keep("all/x", "2");
    shelf.sweep(NOW + 20);
    NodeLane.Piece piece = shelf.node("a").orElseThrow().lane(NORMAL).read(1, 100, NOW + 20);
    assertThat(piece.first()).isEqualTo(1);
    assertThat(piece.last()).isEqualTo(2);
    assertThat(piece.block()).isEmpty();
  }

  @Test
  void theOldestMakeRoom() throws Exception {
    shelf = open(8_000);
    subscribe("a", wish("all/#", "normal", 0));
    for (int i = 0; i < 100; i++) {
      keep("all/x", "%03d%s".formatted(i, "x".repeat(200)));
    }
    assertThat(shelf.stats().dropped()).isPositive();
    assertThat(shelf.stats().bytes()).isLessThan(12_000);
    List<String> left = waiting("a", NORMAL, NOW);
    assertThat(left.get(left.size() - 1)).startsWith("099");
  }

  @Test
  void aRepetitionIsNotKeptAgainAlsoAfterACrash() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    Ticket ticket = Ticket.of("app", 5);
    keep("all/x", "1", Optional.of(new NodeLane.Once(ticket, false)));
    keep("all/x", "1", Optional.of(new NodeLane.Once(ticket, true)));
    disk.restart();
    open();
    keep("all/x", "1", Optional.of(new NodeLane.Once(ticket, true)));
    assertThat(waiting("a", NORMAL, NOW)).containsExactly("1");

    keep("all/x", "another", Optional.of(new NodeLane.Once(ticket, true)));
    shelf.release(ticket);
    keep("all/x", "another", Optional.of(new NodeLane.Once(ticket, true)));
    shelf.forget(Ticket.hash("app"));
    keep("all/x", "another", Optional.of(new NodeLane.Once(ticket, true)));
    assertThat(waiting("a", NORMAL, NOW)).containsExactly("1", "another", "another", "another");
  }

  @Test
  void whatCouldNotBeKeptIsNoRepetition() throws Exception {
    subscribe("a", wish("all/#", "normal", 0));
    Ticket ticket = Ticket.of("app", 5);
    disk.setForce(FaultyStorage.Force.FAILS);
    assertThatThrownBy(() -> keep("all/x", "1", Optional.of(new NodeLane.Once(ticket, false))))
        .isInstanceOf(IOException.class);
    disk.setForce(FaultyStorage.Force.WORKS);
    keep("all/x", "1", Optional.of(new NodeLane.Once(ticket, true)));
    assertThat(waiting("a", NORMAL, NOW)).containsExactly("1");
  }
}
