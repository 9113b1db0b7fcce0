package dev.sluice.uplink.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both halves over wires that lose, repeat and are cut: what is told is always a beginning of what
 * the model said, and each request ends once, with all of it.
 */
class ChatWorldTest {
  private static final long DEADLINE = 3_600_000 * ChatPair.MS;
  private static final int CHATS = 12;

  private final ChatPair pair = new ChatPair();
  private final Map<Long, StringBuilder> said = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyTextComesWholeOnceOverABadLink(long seed) {
    var random = new SplittableRandom(seed);
    pair.edge.want(true, 0);
    pair.edge.onUp(0);
    for (int step = 0; step < 4_000; step++) {
      act(random, step);
      lossy(pair.up, random, true);
      lossy(pair.down, random, false);
      pair.pass(random.nextLong(50 * ChatPair.MS));
      check();
    }
    said.keySet().forEach(pair::finish);
    pair.edge.onUp(pair.nowNanos);
    for (int i = 0; i < 200; i++) {
      pair.deliver();
      pair.pass(1_000 * ChatPair.MS);
    }
    assertThat(said).hasSizeGreaterThan(CHATS / 2);
    said.forEach(
        (id, text) -> {
          assertThat(pair.ends.get(id)).as("request %d of seed %d", id, seed).hasSize(1);
          assertThat(pair.told.get(id)).hasToString(text.toString());
        });
  }

  private void act(SplittableRandom random, int step) {
    if (step % 100 == 0 && pair.ends.size() < CHATS) {
      pair.ask(step + 1, ChatPair.question("assistant", random.nextBoolean(), DEADLINE));
    }
    for (var start : pair.started) {
      said.computeIfAbsent(start.ask().chatId(), id -> new StringBuilder());
    }
    said.forEach(
        (id, text) -> {
          if (random.nextInt(10) == 0 && text.length() < 50_000) {
            String words = "w".repeat(random.nextInt(1, 30)) + (random.nextBoolean() ? "é" : "😀");
            text.append(words);
            pair.say(id, words);
          }
        });
    if (random.nextInt(200) == 0) {
      pair.edge.onDown();
      pair.up.clear();
      pair.down.clear();
    } else if (random.nextInt(50) == 0) {
      pair.edge.onUp(pair.nowNanos);
    }
  }

  private void lossy(Queue<byte[]> wire, SplittableRandom random, boolean up) {
    Queue<byte[]> sent = new ArrayDeque<>(wire);
    wire.clear();
    for (byte[] bytes : sent) {
      int times = random.nextInt(10) == 0 ? random.nextInt(3) : 1;
      for (int i = 0; i < times; i++) {
        if (up) {
          pair.cloud.onBytes("gw-1", bytes, pair.nowNanos);
        } else {
          pair.edge.onBytes(bytes, pair.nowNanos);
        }
      }
    }
  }

  private void check() {
    said.forEach(
        (id, text) -> {
          assertThat(text.toString()).startsWith(pair.told.get(id).toString());
          assertThat(pair.ends.get(id)).isEmpty();
        });
    assertThat(pair.started.stream().map(start -> start.ask().chatId())).doesNotHaveDuplicates();
  }
}
