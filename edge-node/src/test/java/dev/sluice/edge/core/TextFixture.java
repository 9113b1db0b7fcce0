package dev.sluice.edge.core;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.chat.ChatEnvelope;
import dev.sluice.uplink.chat.CloudChats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;

/** A text desk and the cloud's half of the link; what the desk says is a list. */
final class TextFixture {
  static final long MS = 1_000_000;
  static final LinkId LINK = new LinkId("gateway-1", 7);
  static final ClientId ALICE = new ClientId("alice");
  static final ClientId BOB = new ClientId("bob");
  static final TextRoute TEXT = route(true, Optional.empty());
  static final TextRoute JSON = route(true, Optional.of(new TextRoute.Keys("prompt", "id")));
  static final TextRoute WHOLE = route(false, Optional.empty());

  record Said(Reply reply, Message message) {
    String json() {
      return new String(message.payload().bytes(), StandardCharsets.UTF_8);
    }

    boolean isPart() {
      return message.properties().user(TextMessages.PART).isPresent();
    }

    String status() {
      return message.properties().user("x-status").orElse("");
    }
  }

  final List<Said> said = new ArrayList<>();
  final Queue<byte[]> up = new ArrayDeque<>();
  final Queue<byte[]> down = new ArrayDeque<>();
  final List<CloudChats.Output.Start> started = new ArrayList<>();
  final List<Long> stopped = new ArrayList<>();
  final DispatchCounters counters = new DispatchCounters();
  final TextDesk desk =
      new TextDesk(
          LINK,
          counters,
          (reply, message, at) -> said.add(new Said(reply, message)),
          effect -> up.add(((EdgeEffect.SendUplink) effect).bytes()));
  final CloudChats cloud = new CloudChats(List.of("assistant"), this::perform);
  long now;

  private static TextRoute route(boolean growing, Optional<TextRoute.Keys> keys) {
    Route route =
        new Route(
            0,
            3,
            "chat",
            TopicFilter.of("ask/+"),
            0,
            "assistant",
            false,
            Optional.empty(),
            Optional.of(Duration.ofSeconds(10)),
            5,
            Privacy.CLOUD_OK,
            Optional.empty(),
            "{topic}/answer");
    return new TextRoute(route, growing, keys, 1_000, 100);
  }

  private void perform(CloudChats.Output output) {
    if (output instanceof CloudChats.Output.Send send) {
      down.add(send.bytes());
    } else if (output instanceof CloudChats.Output.Start start) {
      started.add(start);
    } else if (output instanceof CloudChats.Output.Stop stop) {
      stopped.add(stop.chatId());
    }
  }

  /** Up, greeted, and told what the cloud has. */
  TextFixture connected() {
    desk.want(true, now);
    desk.onUp(now);
    deliver();
    return this;
  }

  void deliver() {
    while (!up.isEmpty() || !down.isEmpty()) {
      if (!up.isEmpty()) {
        cloud.onBytes(LINK.edgeId(), up.poll(), now);
      } else {
        desk.onBytes(down.poll(), now);
      }
    }
  }

  void pass(long millis) {
    now += millis * MS;
    desk.onTimer(now);
    cloud.onTimer(now);
    deliver();
  }

  static Message message(String payload, UserProperty... user) {
    return message(payload, Optional.empty(), Optional.empty(), user);
  }

  static Message message(
      String payload,
      Optional<String> responseTopic,
      Optional<String> correlation,
      UserProperty... user) {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            responseTopic.map(TopicName::of),
            correlation.map(Payload::utf8),
            List.of(user));
    return new Message(
        TopicName.of("ask/x"), Payload.utf8(payload), Qos.AT_LEAST_ONCE, false, properties);
  }

  void ask(TextRoute route, String payload, UserProperty... user) {
    desk.onMatch(route, ALICE, message(payload, user), now);
    deliver();
  }

  void say(long chatId, String text) {
    cloud.onText(LINK, chatId, text, now);
    deliver();
  }

  void end(long chatId, ChatEnvelope.Status status) {
    cloud.onEnd(
        new ChatEnvelope.End(LINK, chatId, status, 0, "tiny-1", "stop", 12, detail(status)), now);
    deliver();
  }

  private static String detail(ChatEnvelope.Status status) {
    return status == ChatEnvelope.Status.OK ? "" : "why not";
  }

  /** The only terminal answer. */
  Said answer() {
    List<Said> answers = answers();
    if (answers.size() != 1) {
      throw new AssertionError("expected one answer, got " + answers);
    }
    return answers.get(0);
  }

  List<Said> answers() {
    return said.stream().filter(one -> !one.isPart()).toList();
  }

  List<Said> parts() {
    return said.stream().filter(Said::isPart).toList();
  }
}
