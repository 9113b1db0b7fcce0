package dev.sluice.inference;

import java.util.List;
import java.util.Locale;

/**
 * How an image becomes the input tensor: it is brought to this size, and each sample, 0 to 255,
 * becomes {@code (sample / 255 - mean) / deviation}.
 *
 * @param mean one for each channel
 * @param deviation one for each channel, none of them 0
 */
public record ImageInput(
    int width, int height, Colour colour, Layout layout, List<Float> mean, List<Float> deviation) {

  /** What a pixel is made of. */
  public enum Colour {
    GREY(1),
    RGB(3);

    private final int channels;

    Colour(int channels) {
      this.channels = channels;
    }

    public int channels() {
      return channels;
    }

    /** As a manifest says it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The order of the tensor's dimensions: number, channel, height, width. */
  public enum Layout {
    NCHW,
    NHWC;

    /** As a manifest says it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ImageInput {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.size() != colour.channels() || deviation.size() != colour.channels()) {
      throw new IllegalArgumentException("mean and deviation: one for each channel");
    }
  }

  /** Samples of one image. */
  public int values() {
    return width * height * colour.channels();
  }

  /** Dimensions of the tensor. */
  public List<Long> shape() {
    long channels = colour.channels();
    return layout == Layout.NCHW
        ? List.of(1L, channels, (long) height, (long) width)
        : List.of(1L, (long) height, (long) width, channels);
  }

  /** Normalised values in the tensor's order. */
  float[] tensor(Pixels pixels) {
    Pixels fitted = pixels.scaledTo(width, height);
    int channels = colour.channels();
    float[] values = new float[values()];
    for (int channel = 0; channel < channels; channel++) {
      float scale = 1 / (255 * deviation.get(channel));
      float shift = mean.get(channel) / deviation.get(channel);
      for (int pixel = 0; pixel < width * height; pixel++) {
        int at =
            layout == Layout.NCHW ? channel * width * height + pixel : pixel * channels + channel;
        values[at] = fitted.samples()[pixel * channels + channel] * scale - shift;
      }
    }
    return values;
  }
}
