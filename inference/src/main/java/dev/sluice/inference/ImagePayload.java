package dev.sluice.inference;

import java.util.Optional;

/**
 * {@link PayloadDecoder} of camera images: PNG and JPEG, told by their first bytes, and raw
 * samples, told by their exact number. Orientation tags of cameras are not looked at.
 */
final class ImagePayload implements PayloadDecoder {
  private final ImageInput input;

  ImagePayload(ImageInput input) {
    this.input = input;
  }

  @Override
  public Reading decode(byte[] payload) throws MalformedPayloadException {
    Optional<ImageFormat> format = ImageFormat.of(payload);
    Pixels pixels = format.isPresent() ? format.get().decode(payload, input) : raw(payload);
    return new Reading(Optional.empty(), input.tensor(pixels));
  }

  private Pixels raw(byte[] payload) throws MalformedPayloadException {
    if (payload.length != input.values()) {
      throw new MalformedPayloadException(
          "image: neither PNG nor JPEG, nor %d raw bytes (%d x %d %s)"
              .formatted(input.values(), input.width(), input.height(), input.colour().word()));
    }
    float[] samples = new float[payload.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Byte.toUnsignedInt(payload[i]);
    }
    return new Pixels(input.width(), input.height(), input.colour().channels(), samples);
  }
}
