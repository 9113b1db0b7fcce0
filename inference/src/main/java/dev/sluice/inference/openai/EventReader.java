package dev.sluice.inference.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads server-sent events, cut anywhere: lines end with LF, CR or both, an empty one ends an
 * event. Only the data is told. Stricter than the specification, which passes over whatever is no
 * field: here that is not a stream of events.
 */
final class EventReader {
  private static final Set<String> OTHER_FIELDS = Set.of("event", "id", "retry");
  private static final String DATA = "data";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final int eventBytesMax;
  private final long streamBytesMax;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean afterReturn;
  private boolean first = true;
  private long streamBytes;

  /**
   * @param eventBytesMax of one line, and of the data of one event
   * @param streamBytesMax of all
   */
  EventReader(int eventBytesMax, long streamBytesMax) {
    this.eventBytesMax = eventBytesMax;
    this.streamBytesMax = streamBytesMax;
  }

  /**
   * @param events takes the data of each event that these bytes complete
   * @throws StreamException where they cannot be a stream of events within the bounds
   */
  void read(List<ByteBuffer> buffers, Consumer<? super String> events) throws StreamException {
    for (ByteBuffer buffer : buffers) {
      streamBytes += buffer.remaining();
      if (streamBytes > streamBytesMax) {
        throw new StreamException("a stream of more than " + streamBytesMax + " bytes");
      }
      while (buffer.hasRemaining()) {
        read(buffer.get(), events);
      }
    }
  }

  private void read(byte next, Consumer<? super String> events) throws StreamException {
    boolean pair = afterReturn && next == '\n';
    afterReturn = next == '\r';
    if (next == '\n' || next == '\r') {
      if (!pair) {
        endLine(events);
      }
      return;
    }
    if (line.size() >= eventBytesMax) {
      throw new StreamException("an event of more than " + eventBytesMax + " bytes");
    }
    line.write(next);
  }

  private void endLine(Consumer<? super String> events) throws StreamException {
    String text = text();
    line.reset();
    if (text.isEmpty()) {
      endEvent(events);
    } else if (text.charAt(0) != ':') {
      field(text);
    }
  }

  private String text() throws StreamException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray())).toString();
      boolean marked = first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      first = false;
      return marked ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new StreamException("bytes that are not UTF-8");
    }
  }

  private void field(String text) throws StreamException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    if (name.equals(DATA)) {
      String value = colon < 0 ? "" : text.substring(colon + 1);
      append(value.startsWith(" ") ? value.substring(1) : value);
    } else if (!OTHER_FIELDS.contains(name)) {
      throw new StreamException("something that is no stream of events");
    }
  }

  private void append(String value) throws StreamException {
    if (hasData) {
      data.append('\n');
    }
    hasData = true;
    data.append(value);
    if (data.length() > eventBytesMax) {
      throw new StreamException("an event of more than " + eventBytesMax + " bytes");
    }
  }

  private void endEvent(Consumer<? super String> events) {
    if (!hasData) {
      return;
    }
    String whole = data.toString();
    data.setLength(0);
    hasData = false;
    events.accept(whole);
  }
}
