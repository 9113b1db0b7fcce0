package dev.sluice.uplink.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** One reading of one envelope's bytes; lengths are checked against what is there before use. */
final class ChatReader {
  private static final int UTF_8_BYTES_PER_CHAR_MAX = 3;

  private final ByteBuffer in;

  ChatReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  ChatEnvelope read() throws MalformedEnvelopeException {
    try {
      ChatEnvelope envelope = readEnvelope();
      if (in.hasRemaining()) {
        throw new MalformedEnvelopeException(in.remaining() + " bytes after the last field");
      }
      return envelope;
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("ends after " + in.position() + " bytes, in a field");
    } catch (IllegalArgumentException e) {
      throw new MalformedEnvelopeException(e.getMessage());
    }
  }

  private ChatEnvelope readEnvelope() throws MalformedEnvelopeException {
    byte version = in.get();
    if (version != ChatCodec.VERSION) {
      throw new MalformedEnvelopeException("version " + version);
    }
    byte kind = in.get();
    LinkId link = readLink();
    return switch (kind) {
      case ChatCodec.HELLO -> new ChatEnvelope.Hello(link);
      case ChatCodec.OFFER -> new ChatEnvelope.Offer(link, readModels());
      case ChatCodec.ASK -> readAsk(link);
      case ChatCodec.HAVE -> new ChatEnvelope.Have(link, in.getLong(), in.getInt());
      case ChatCodec.DROP -> new ChatEnvelope.Drop(link, in.getLong());
      case ChatCodec.PART ->
          new ChatEnvelope.Part(
              link, in.getLong(), in.getInt(), readText(ChatEnvelope.PART_CHARS_MAX));
      case ChatCodec.END -> readEnd(link);
      default -> throw new MalformedEnvelopeException("unknown kind " + kind);
    };
  }

  private LinkId readLink() {
    byte[] edgeId = new byte[Byte.toUnsignedInt(in.get())];
    in.get(edgeId);
    return new LinkId(new String(edgeId, US_ASCII), in.getLong());
  }

  private List<String> readModels() throws MalformedEnvelopeException {
    int count = Byte.toUnsignedInt(in.get());
    if (count > ChatEnvelope.MODELS_MAX) {
      throw new MalformedEnvelopeException("a count of " + count + " exceeds its limit");
    }
    List<String> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      models.add(readName(ChatEnvelope.NAME_CHARS_MAX));
    }
    return models;
  }

  private ChatEnvelope readAsk(LinkId link) throws MalformedEnvelopeException {
    long chatId = in.getLong();
    String model = readName(ChatEnvelope.NAME_CHARS_MAX);
    int remainingMs = in.getInt();
    int priority = in.get();
    byte growing = in.get();
    if (growing != 0 && growing != 1) {
      throw new MalformedEnvelopeException("growing is neither 0 nor 1");
    }
    String prompt = readText(ChatEnvelope.PROMPT_CHARS_MAX);
    return new ChatEnvelope.Ask(link, chatId, model, remainingMs, priority, growing == 1, prompt);
  }

  private ChatEnvelope readEnd(LinkId link) throws MalformedEnvelopeException {
    long chatId = in.getLong();
    ChatEnvelope.Status status = readStatus();
    int chars = in.getInt();
    String model = readName(ChatEnvelope.NAME_CHARS_MAX);
    String finish = readName(ChatEnvelope.NAME_CHARS_MAX);
    int serviceMs = in.getInt();
    String detail = readName(ChatEnvelope.DETAIL_CHARS_MAX);
    return new ChatEnvelope.End(link, chatId, status, chars, model, finish, serviceMs, detail);
  }

  private ChatEnvelope.Status readStatus() throws MalformedEnvelopeException {
    byte wire = in.get();
    for (ChatEnvelope.Status status : ChatEnvelope.Status.values()) {
      if (status.wire() == wire) {
        return status;
      }
    }
    throw new MalformedEnvelopeException("unknown status " + wire);
  }

  private String readName(int charsMax) throws MalformedEnvelopeException {
    return readBytes(Short.toUnsignedInt(in.getShort()), charsMax);
  }

  private String readText(int charsMax) throws MalformedEnvelopeException {
    return readBytes(in.getInt(), charsMax);
  }

  private String readBytes(int length, int charsMax) throws MalformedEnvelopeException {
    if (length < 0 || length > in.remaining() || length > charsMax * UTF_8_BYTES_PER_CHAR_MAX) {
      throw new MalformedEnvelopeException("a length of " + length + " exceeds its limit");
    }
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEnvelopeException("a text is not UTF-8");
    }
  }
}
