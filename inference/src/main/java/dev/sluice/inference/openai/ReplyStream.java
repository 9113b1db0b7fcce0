package dev.sluice.inference.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.inference.guard.Verdict;
import dev.sluice.inference.remote.ChatClient.End;
import dev.sluice.inference.remote.ChatClient.Listener;
import dev.sluice.inference.remote.ServerHttp;
import dev.sluice.inference.remote.StreamedBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One answer from its first byte to its end, which is told once. */
final class ReplyStream implements StreamedBody.Sink {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final int EVENT_BYTES_MAX = 256 << 10;

  /** An event of a few characters of text takes some hundred bytes. */
  private static final long STREAM_BYTES_PER_CHAR = 512;

  private static final int STATUS_OK = 200;

  private final int charsMax;
  private final Listener listener;
  private final EventReader reader;
  private int chars;
  private String model = "";
  private String finish = "";
  private boolean ended;

  /**
   * @param charsMax of the whole text
   */
  ReplyStream(int charsMax, Listener listener) {
    this.charsMax = charsMax;
    this.listener = listener;
    this.reader =
        new EventReader(EVENT_BYTES_MAX, EVENT_BYTES_MAX + STREAM_BYTES_PER_CHAR * charsMax);
  }

  @Override
  public boolean onHead(Optional<String> contentType) {
    String type = contentType.orElse("").toLowerCase(Locale.ROOT);
    if (type.equals(EVENT_STREAM) || type.startsWith(EVENT_STREAM + ";")) {
      return true;
    }
    String sent = type.isEmpty() ? "no content type" : "another content type";
    fail(Verdict.NONSENSE, "sent " + sent + " where " + EVENT_STREAM + " is expected");
    return false;
  }

  @Override
  public boolean onBytes(List<ByteBuffer> bytes) {
    List<String> events = new ArrayList<>();
    Optional<StreamException> fault = read(bytes, events);
    StringBuilder text = new StringBuilder();
    for (String event : events) {
      if (!ended && !take(event, text)) {
        return false;
      }
    }
    tell(text, events.isEmpty());
    fault.ifPresent(said -> fail(Verdict.NONSENSE, "sent " + said.getMessage()));
    return !ended;
  }

  private Optional<StreamException> read(List<ByteBuffer> bytes, List<String> events) {
    try {
      reader.read(bytes, events::add);
      return Optional.empty();
    } catch (StreamException e) {
      return Optional.of(e);
    }
  }

  /** False where the answer has ended with it. */
  private boolean take(String event, StringBuilder text) {
    if (event.strip().equals(Chunk.DONE)) {
      tell(text, true);
      end(new End.Whole(model, finish));
      return false;
    }
    try {
      Chunk chunk = ChunkReader.read(event);
      model = chunk.model().orElse(model);
      finish = chunk.finish().orElse(finish);
      text.append(chunk.text());
      return isBearable(chunk, text);
    } catch (StreamException e) {
      tell(text, true);
      fail(Verdict.NONSENSE, "sent " + e.getMessage());
      return false;
    }
  }

  private boolean isBearable(Chunk chunk, StringBuilder text) {
    if (chunk.error().isPresent()) {
      tell(text, true);
      fail(Verdict.BROKEN, "gave up: " + chunk.error().get());
      return false;
    }
    if (chars + text.length() > charsMax) {
      fail(Verdict.NONSENSE, "answers with more than " + charsMax + " characters");
      return false;
    }
    return true;
  }

  /** Many events that came together are told together. */
  private void tell(StringBuilder text, boolean onlyText) {
    if (ended || (text.isEmpty() && onlyText)) {
      return;
    }
    chars += text.length();
    listener.onProgress(text.toString());
    text.setLength(0);
  }

  /** What the connection says at its end; nothing new where the stream had ended by itself. */
  void onResponse(ServerHttp.Response response) {
    if (response instanceof ServerHttp.Response.Lost lost) {
      fail(lost.verdict(), lost.detail());
    } else if (response instanceof ServerHttp.Response.Whole whole) {
      if (whole.status() == STATUS_OK) {
        fail(Verdict.BROKEN, "ended its answer before " + Chunk.DONE);
      } else {
        String said = ChunkReader.error(new String(whole.body(), UTF_8));
        String status = "answered " + whole.status();
        fail(verdict(whole.status()), said.isEmpty() ? status : status + ": " + said);
      }
    }
  }

  private void fail(Verdict verdict, String detail) {
    end(new End.Broken(verdict, detail));
  }

  private void end(End end) {
    if (!ended) {
      ended = true;
      listener.onEnd(end);
    }
  }

  /** What is wrong with our set-up (another model, no rights) does not get better by repeating. */
  private static Verdict verdict(int status) {
    return switch (status) {
      case 400, 413, 422 -> Verdict.REFUSED;
      case 429, 503 -> Verdict.BUSY;
      case 408, 500, 502, 504 -> Verdict.BROKEN;
      default -> Verdict.NONSENSE;
    };
  }
}
