package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.UserProperty;
import dev.sluice.uplink.chat.ChatEnvelope.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anything in any order, over a link that loses what it likes: each request has exactly one
 * terminal answer, behind all of its parts, which are numbered without gaps.
 */
class TextDeskFuzzTest {
  private static final int STEPS = 3_000;

  private final TextFixture fixture = new TextFixture();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void eachRequestHasOneTerminalAnswerBehindItsParts(long seed) {
    var random = new SplittableRandom(seed);
    fixture.connected();
    int asked = 0;
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(20) == 0) {
        String json = "{\"id\":\"q" + asked++ + "\",\"prompt\":\"why?\"}";
        TextRoute route = random.nextBoolean() ? TextFixture.JSON : TextFixture.TEXT;
        fixture.desk.onMatch(
            route,
            TextFixture.ALICE,
            TextFixture.message(json, new UserProperty("x-id", "q" + (asked - 1))),
            fixture.now);
      }
      disturb(random, asked);
      lossy(fixture.up, random);
      lossy(fixture.down, random);
      fixture.now += random.nextLong(30 * TextFixture.MS);
      fixture.desk.onTimer(fixture.now);
      fixture.cloud.onTimer(fixture.now);
    }
    fixture.pass(20_000);
    assertThat(fixture.desk.open()).isZero();
    assertThat(asked).isGreaterThan(100);
    check(asked);
  }

  private void disturb(SplittableRandom random, int asked) {
    long chat = 1L + random.nextInt(asked + 1);
    switch (random.nextInt(12)) {
      case 0 -> fixture.desk.onDown();
      case 1, 2 -> fixture.desk.onUp(fixture.now);
      case 3 ->
          fixture.desk.onCancel(
              TextFixture.TEXT, TextFixture.ALICE, TextFixture.message("q" + chat), fixture.now);
      case 4, 5 -> {
        List<Status> all = List.of(Status.values());
        if (isStarted(chat)) {
          fixture.end(chat, all.get(random.nextInt(all.size())));
        }
      }
      default -> {
        if (isStarted(chat)) {
          fixture.cloud.onText(TextFixture.LINK, chat, "word ", fixture.now);
        }
      }
    }
  }

  private boolean isStarted(long chat) {
    return fixture.started.stream().anyMatch(start -> start.ask().chatId() == chat);
  }

  private void lossy(Queue<byte[]> wire, SplittableRandom random) {
    for (int i = wire.size(); i > 0; i--) {
      byte[] bytes = wire.remove();
      if (random.nextInt(8) > 0) {
        wire.add(bytes);
      }
    }
    if (random.nextBoolean()) {
      fixture.deliver();
    }
  }

  private void check(int asked) {
    Map<String, Integer> parts = new HashMap<>();
    Map<String, String> ended = new HashMap<>();
    for (TextFixture.Said one : fixture.said) {
      String id = one.json().replaceAll("\\{\"id\":\"(q\\d+)\".*", "$1");
      assertThat(ended).as("after the end of " + id).doesNotContainKey(id);
      if (one.isPart()) {
        int number = parts.merge(id, 1, Integer::sum) - 1;
        assertThat(one.json()).contains("\"part\":" + number + ",");
      } else {
        ended.put(id, one.status());
      }
    }
    assertThat(ended).hasSize(asked);
    assertThat(ended.values()).contains("ok", "cancelled", "expired", "failed");
  }
}
