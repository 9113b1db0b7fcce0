package dev.sluice.uplink.chat;

import dev.sluice.uplink.FieldReader;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.util.ArrayList;
import java.util.List;

/** The fields of each kind of envelope of text routes, as {@link ChatCodec} writes them. */
final class ChatReader {
  private ChatReader() {}

  static ChatEnvelope read(FieldReader in) throws MalformedEnvelopeException {
    in.expectVersion(ChatCodec.VERSION);
    byte kind = in.readByte();
    LinkId link = in.readLink();
    return switch (kind) {
      case ChatCodec.HELLO -> new ChatEnvelope.Hello(link);
      case ChatCodec.OFFER -> new ChatEnvelope.Offer(link, readModels(in));
      case ChatCodec.ASK -> readAsk(link, in);
      case ChatCodec.HAVE -> new ChatEnvelope.Have(link, in.readLong(), in.readInt());
      case ChatCodec.DROP -> new ChatEnvelope.Drop(link, in.readLong());
      case ChatCodec.PART -> readPart(link, in);
      case ChatCodec.END -> readEnd(link, in);
      default -> throw new MalformedEnvelopeException("unknown kind " + kind);
    };
  }

  private static List<String> readModels(FieldReader in) throws MalformedEnvelopeException {
    int count = in.readSmallCount(ChatEnvelope.MODELS_MAX);
    List<String> models = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      models.add(in.readString(ChatEnvelope.NAME_CHARS_MAX));
    }
    return models;
  }

  private static ChatEnvelope readAsk(LinkId link, FieldReader in)
      throws MalformedEnvelopeException {
    long chatId = in.readLong();
    String model = in.readString(ChatEnvelope.NAME_CHARS_MAX);
    int remainingMs = in.readInt();
    int priority = in.readByte();
    byte growing = in.readByte();
    if (growing != 0 && growing != 1) {
      throw new MalformedEnvelopeException("growing is neither 0 nor 1");
    }
    String prompt = in.readLongString(ChatEnvelope.PROMPT_CHARS_MAX);
    return new ChatEnvelope.Ask(link, chatId, model, remainingMs, priority, growing == 1, prompt);
  }

  private static ChatEnvelope readPart(LinkId link, FieldReader in)
      throws MalformedEnvelopeException {
    long chatId = in.readLong();
    int offset = in.readInt();
    return new ChatEnvelope.Part(
        link, chatId, offset, in.readLongString(ChatEnvelope.PART_CHARS_MAX));
  }

  private static ChatEnvelope readEnd(LinkId link, FieldReader in)
      throws MalformedEnvelopeException {
    long chatId = in.readLong();
    ChatEnvelope.Status status = readStatus(in);
    int chars = in.readInt();
    String model = in.readString(ChatEnvelope.NAME_CHARS_MAX);
    String finish = in.readString(ChatEnvelope.NAME_CHARS_MAX);
    int serviceMs = in.readInt();
    String detail = in.readString(ChatEnvelope.DETAIL_CHARS_MAX);
    return new ChatEnvelope.End(link, chatId, status, chars, model, finish, serviceMs, detail);
  }

  private static ChatEnvelope.Status readStatus(FieldReader in) throws MalformedEnvelopeException {
    byte wire = in.readByte();
    for (ChatEnvelope.Status status : ChatEnvelope.Status.values()) {
      if (status.wire() == wire) {
        return status;
      }
    }
    throw new MalformedEnvelopeException("unknown status " + wire);
  }
}
