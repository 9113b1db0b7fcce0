package dev.sluice.uplink.chat;

import dev.sluice.uplink.LinkId;
import java.util.List;

/** What travels for text requests. Every one that exists is valid. */
public sealed interface ChatEnvelope {
  /** Longest prompt, in characters. */
  int PROMPT_CHARS_MAX = 262_144;

  /** Longest answer, in characters. */
  int ANSWER_CHARS_MAX = 1 << 20;

  /** Longest text of one part, in characters. */
  int PART_CHARS_MAX = 16_384;

  /** Longest name of a model. */
  int NAME_CHARS_MAX = 128;

  int DETAIL_CHARS_MAX = 256;
  int MODELS_MAX = 100;

  /** Longest remaining time: a day. */
  int REMAINING_MS_MAX = 24 * 60 * 60 * 1_000;

  LinkId link();

  /** Edge to cloud: which chat models have you? */
  record Hello(LinkId link) implements ChatEnvelope {}

  /** Cloud to edge: these, and so text requests are understood here. */
  record Offer(LinkId link, List<String> models) implements ChatEnvelope {
    public Offer {
      require(models.size() <= MODELS_MAX, "models are more than " + MODELS_MAX);
      models.forEach(model -> requireName(model, "model"));
      models = List.copyOf(models);
    }
  }

  /**
   * Edge to cloud: answer this.
   *
   * @param remainingMs until the answer is worthless, at the moment of sending
   * @param priority 0 to 9
   * @param growing whether parts are wanted while the text grows
   */
  record Ask(
      LinkId link,
      long chatId,
      String model,
      int remainingMs,
      int priority,
      boolean growing,
      String prompt)
      implements ChatEnvelope {
    public Ask {
      requireName(model, "model");
      require(
          remainingMs >= 0 && remainingMs <= REMAINING_MS_MAX,
          "remainingMs is not 0 to " + REMAINING_MS_MAX);
      require(priority >= 0 && priority <= 9, "priority is not 0 to 9");
      require(!prompt.isEmpty(), "prompt is empty");
      require(prompt.length() <= PROMPT_CHARS_MAX, "prompt is too long");
    }
  }

  /** Edge to cloud: so many characters of the text are here; go on from there. */
  record Have(LinkId link, long chatId, int chars) implements ChatEnvelope {
    public Have {
      requireLength(chars, "chars");
    }
  }

  /** Edge to cloud: nothing more is wanted of it; stop it, forget it. */
  record Drop(LinkId link, long chatId) implements ChatEnvelope {}

  /**
   * Cloud to edge: the text from that character on; without text it only says that the request is
   * known.
   */
  record Part(LinkId link, long chatId, int from, String text) implements ChatEnvelope {
    public Part {
      requireLength(from, "from");
      require(text.length() <= PART_CHARS_MAX, "text is too long");
    }
  }

  /**
   * Cloud to edge: how it ended.
   *
   * @param chars of the whole text; what came before an error counts
   * @param model as the server calls what answered; may be empty
   * @param finish why the text ends, in the server's word; may be empty
   * @param serviceMs the server's time
   * @param detail empty when OK, else one line for the requester
   */
  record End(
      LinkId link,
      long chatId,
      Status status,
      int chars,
      String model,
      String finish,
      int serviceMs,
      String detail)
      implements ChatEnvelope {
    public End {
      requireLength(chars, "chars");
      require(model.length() <= NAME_CHARS_MAX, "model is too long");
      require(finish.length() <= NAME_CHARS_MAX, "finish is too long");
      require(serviceMs >= 0, "serviceMs is negative");
      require(detail.length() <= DETAIL_CHARS_MAX, "detail is too long");
    }

    /** Without any text; a longer detail is cut. */
    public static End without(LinkId link, long chatId, Status status, String detail) {
      return new End(link, chatId, status, 0, "", "", 0, cut(detail, DETAIL_CHARS_MAX));
    }

    /** At most so many characters of it. */
    public static String cut(String text, int charsMax) {
      return text.substring(0, Math.min(text.length(), charsMax));
    }
  }

  /** How a text request ended in the cloud. */
  enum Status {
    OK(0),
    EXPIRED(1),
    REJECTED(2),
    FAILED(3),
    SHED(4);

    private final byte wire;

    Status(int wire) {
      this.wire = (byte) wire;
    }

    byte wire() {
      return wire;
    }
  }

  private static void requireName(String name, String field) {
    require(!name.isEmpty(), field + " is empty");
    require(name.length() <= NAME_CHARS_MAX, field + " is too long");
  }

  private static void requireLength(int chars, String field) {
    require(chars >= 0 && chars <= ANSWER_CHARS_MAX, field + " is not 0 to " + ANSWER_CHARS_MAX);
  }

  private static void require(boolean holds, String fault) {
    if (!holds) {
      throw new IllegalArgumentException(fault);
    }
  }
}
