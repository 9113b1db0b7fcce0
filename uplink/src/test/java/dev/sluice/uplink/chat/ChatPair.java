package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Both halves and the wires between them; a test says what becomes of each envelope. */
final class ChatPair {
  static final LinkId LINK = new LinkId("gw-1", 42);
  static final long MS = 1_000_000;

  final Queue<byte[]> up = new ArrayDeque<>();
  final Queue<byte[]> down = new ArrayDeque<>();
  final EdgeChats edge = new EdgeChats(LINK, this::onEdge);
  CloudChats cloud = new CloudChats(List.of("assistant"), this::onCloud);

  final Map<Long, StringBuilder> told = new LinkedHashMap<>();
  final Map<Long, List<EdgeChats.Output>> ends = new LinkedHashMap<>();
  final List<CloudChats.Output.Start> started = new ArrayList<>();
  final List<Long> stopped = new ArrayList<>();
  long nowNanos;

  static ChatQuestion question(String model, boolean growing, long deadlineNanos) {
    return new ChatQuestion(model, "why?", growing, 5, 100_000, deadlineNanos);
  }

  void ask(long chatId, ChatQuestion question) {
    told.put(chatId, new StringBuilder());
    ends.put(chatId, new ArrayList<>());
    edge.ask(chatId, question, nowNanos);
  }

  private void onEdge(EdgeChats.Output output) {
    if (output instanceof EdgeChats.Output.Send send) {
      up.add(send.bytes());
    } else if (output instanceof EdgeChats.Output.Text text) {
      told.get(text.chatId()).append(text.text());
    } else if (output instanceof EdgeChats.Output.Ended ended) {
      ends.get(ended.end().chatId()).add(ended);
    } else if (output instanceof EdgeChats.Output.NotOffered not) {
      ends.get(not.chatId()).add(not);
    } else if (output instanceof EdgeChats.Output.NotUnderstood not) {
      ends.get(not.chatId()).add(not);
    } else if (output instanceof EdgeChats.Output.TooLong tooLong) {
      ends.get(tooLong.chatId()).add(tooLong);
    }
  }

  private void onCloud(CloudChats.Output output) {
    if (output instanceof CloudChats.Output.Send send) {
      down.add(send.bytes());
    } else if (output instanceof CloudChats.Output.Start start) {
      started.add(start);
    } else if (output instanceof CloudChats.Output.Stop stop) {
      stopped.add(stop.chatId());
    }
  }

  /** Everything on the wires arrives, in order, until they are empty. */
  int deliver() {
    int parts = 0;
    while (!up.isEmpty() || !down.isEmpty()) {
      if (!up.isEmpty()) {
        cloud.onBytes("gw-1", up.poll(), nowNanos);
      } else {
        parts += isPart(down.element()) ? 1 : 0;
        edge.onBytes(down.poll(), nowNanos);
      }
    }
    return parts;
  }

  /** What is on the wires now arrives, and what that causes stays there. */
  void deliverOnce() {
    for (int i = down.size(); i > 0; i--) {
      edge.onBytes(down.remove(), nowNanos);
    }
    for (int i = up.size(); i > 0; i--) {
      cloud.onBytes("gw-1", up.remove(), nowNanos);
    }
  }

  static boolean isPart(byte[] bytes) {
    return bytes[1] == ChatCodec.PART;
  }

  /** Time goes on, and both halves do what is due. */
  void pass(long nanos) {
    nowNanos += nanos;
    edge.onTimer(nowNanos);
    cloud.onTimer(nowNanos);
  }

  /** The cloud's process starts again. */
  void restartCloud() {
    cloud = new CloudChats(List.of("assistant"), this::onCloud);
  }

  void say(long chatId, String text) {
    cloud.onText(LINK, chatId, text, nowNanos);
  }

  void finish(long chatId) {
    cloud.onEnd(
        new ChatEnvelope.End(LINK, chatId, ChatEnvelope.Status.OK, 0, "m", "stop", 1, ""),
        nowNanos);
  }
}
