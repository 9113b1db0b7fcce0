package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether payloads are what their Payload Format Indicator says (section 3.3.2.3.2). */
final class PayloadFormat {
  private static final int UTF_8 = 1;

  private final boolean checked;

  PayloadFormat(boolean checked) {
    this.checked = checked;
  }

  boolean isBroken(Message message) {
    return checked
        && message.properties().payloadFormatIndicator().orElse(0) == UTF_8
        && !isUtf8(message);
  }

  private static boolean isUtf8(Message message) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(message.payload().asReadOnlyBuffer());
      return true;
    } catch (CharacterCodingException illFormed) {
      return false;
    }
  }
}
