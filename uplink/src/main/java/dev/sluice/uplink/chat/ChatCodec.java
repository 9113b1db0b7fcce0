package dev.sluice.uplink.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.uplink.FieldReader;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import java.nio.ByteBuffer;

/**
 * {@link ChatEnvelope}s as bytes: version, kind and link as in every envelope of the link, then the
 * kind's fields in network order. Names carry a two-byte length, prompts and parts one of four.
 */
public final class ChatCodec {
  static final byte VERSION = 1;

  static final byte HELLO = 32;
  static final byte OFFER = 33;
  static final byte ASK = 34;
  static final byte HAVE = 35;
  static final byte DROP = 36;
  static final byte PART = 37;
  static final byte END = 38;

  private ChatCodec() {}

  /** Whether these bytes are for this plane, well-formed or not. */
  public static boolean isChat(byte[] bytes) {
    return bytes.length > 1 && bytes[1] >= HELLO && bytes[1] <= END;
  }

  /**
   * @throws MalformedEnvelopeException when the bytes are no envelope of this plane
   */
  public static ChatEnvelope decode(byte[] bytes) throws MalformedEnvelopeException {
    return FieldReader.read(bytes, ChatReader::read);
  }

  public static byte[] encode(ChatEnvelope envelope) {
    if (envelope instanceof ChatEnvelope.Ask ask) {
      return encode(ask);
    }
    if (envelope instanceof ChatEnvelope.Part part) {
      byte[] text = part.text().getBytes(UTF_8);
      ByteBuffer out = start(PART, part.link(), Long.BYTES + 2 * Integer.BYTES + text.length);
      out.putLong(part.chatId()).putInt(part.from()).putInt(text.length).put(text);
      return whole(out);
    }
    if (envelope instanceof ChatEnvelope.End end) {
      return encode(end);
    }
    if (envelope instanceof ChatEnvelope.Have have) {
      ByteBuffer out = start(HAVE, have.link(), Long.BYTES + Integer.BYTES);
      return whole(out.putLong(have.chatId()).putInt(have.chars()));
    }
    if (envelope instanceof ChatEnvelope.Drop drop) {
      return whole(start(DROP, drop.link(), Long.BYTES).putLong(drop.chatId()));
    }
    if (envelope instanceof ChatEnvelope.Offer offer) {
      return encode(offer);
    }
    return whole(start(HELLO, envelope.link(), 0));
  }

  private static byte[] encode(ChatEnvelope.Ask ask) {
    byte[] model = ask.model().getBytes(UTF_8);
    byte[] prompt = ask.prompt().getBytes(UTF_8);
    int body = Long.BYTES + 2 + model.length + Integer.BYTES + 2 + Integer.BYTES + prompt.length;
    ByteBuffer out = start(ASK, ask.link(), body).putLong(ask.chatId());
    putName(out, model).putInt(ask.remainingMs()).put((byte) ask.priority());
    out.put((byte) (ask.growing() ? 1 : 0)).putInt(prompt.length).put(prompt);
    return whole(out);
  }

  private static byte[] encode(ChatEnvelope.End end) {
    byte[] model = end.model().getBytes(UTF_8);
    byte[] finish = end.finish().getBytes(UTF_8);
    byte[] detail = end.detail().getBytes(UTF_8);
    int names = 3 * 2 + model.length + finish.length + detail.length;
    ByteBuffer out = start(END, end.link(), Long.BYTES + 1 + 2 * Integer.BYTES + names);
    out.putLong(end.chatId()).put(end.status().wire()).putInt(end.chars());
    putName(out, model);
    putName(out, finish).putInt(end.serviceMs());
    putName(out, detail);
    return whole(out);
  }

  private static byte[] encode(ChatEnvelope.Offer offer) {
    int body = 1;
    for (String model : offer.models()) {
      body += 2 + model.getBytes(UTF_8).length;
    }
    ByteBuffer out = start(OFFER, offer.link(), body).put((byte) offer.models().size());
    offer.models().forEach(model -> putName(out, model.getBytes(UTF_8)));
    return whole(out);
  }

  private static ByteBuffer start(byte kind, LinkId link, int bodyBytes) {
    byte[] edgeId = link.edgeId().getBytes(US_ASCII);
    return ByteBuffer.allocate(3 + edgeId.length + Long.BYTES + bodyBytes)
        .put(VERSION)
        .put(kind)
        .put((byte) edgeId.length)
        .put(edgeId)
        .putLong(link.epoch());
  }

  private static byte[] whole(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static ByteBuffer putName(ByteBuffer out, byte[] text) {
    return out.putShort((short) text.length).put(text);
  }
}
