package dev.sluice.inference;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The compressed formats, read by the JDK. What an image claims to be is checked before a pixel of
 * it is decoded: a few bytes can claim gigabytes.
 */
enum ImageFormat {
  PNG("\u0089PNG\r\n\u001a\n"),
  JPEG("\u00ff\u00d8\u00ff");

  /** A Full HD frame: more than a gateway can decode in a deadline. */
  static final int PIXELS_MAX = 1 << 21;

  /** Pixels read for each one kept, along each axis: enough for their mean, cheaper than all. */
  private static final int OVERSAMPLING = 2;

  private final String firstBytes;

  ImageFormat(String firstBytes) {
    this.firstBytes = firstBytes;
  }

  static Optional<ImageFormat> of(byte[] payload) {
    return Arrays.stream(values()).filter(format -> format.begins(payload)).findFirst();
  }

  private boolean begins(byte[] payload) {
    int length = Math.min(payload.length, firstBytes.length());
    return new String(payload, 0, length, StandardCharsets.ISO_8859_1).equals(firstBytes);
  }

  /**
   * @throws MalformedPayloadException when it is broken, or claims too many pixels
   */
  Pixels decode(byte[] payload, ImageInput input) throws MalformedPayloadException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(name()).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(payload))) {
      reader.setInput(in, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0));
      BufferedImage image = reader.read(0, parameters(reader, input));
      return pixels(image, input.colour());
    } catch (IOException | RuntimeException e) {
      // The JDK's readers end in whatever exception the broken place leads to.
      throw new MalformedPayloadException("image: a broken " + name());
    } finally {
      reader.dispose();
    }
  }

  private void checkSize(int width, int height) throws MalformedPayloadException {
    if ((long) width * height > PIXELS_MAX) {
      throw new MalformedPayloadException(
          "image: %s of %d x %d pixels, at most %d in all: send it smaller"
              .formatted(name(), width, height, PIXELS_MAX));
    }
  }

  private static ImageReadParam parameters(ImageReader reader, ImageInput input)
      throws IOException {
    ImageReadParam parameters = reader.getDefaultReadParam();
    int across = reader.getWidth(0) / (OVERSAMPLING * input.width());
    int down = reader.getHeight(0) / (OVERSAMPLING * input.height());
    parameters.setSourceSubsampling(Math.max(1, across), Math.max(1, down), 0, 0);
    return parameters;
  }

  private static Pixels pixels(BufferedImage image, ImageInput.Colour colour) {
    return colour == ImageInput.Colour.GREY && isGrey(image)
        ? greySamples(image)
        : colourSamples(image, colour);
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  /** As they are: {@code getRGB} would bend the grey levels to another tone curve. */
  private static Pixels greySamples(BufferedImage image) {
    Raster raster = image.getRaster();
    int bits = image.getColorModel().getComponentSize(0);
    float scale = 255f / ((1 << bits) - 1);
    float[] samples =
        raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (float[]) null);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= scale;
    }
    return new Pixels(image.getWidth(), image.getHeight(), 1, samples);
  }

  private static Pixels colourSamples(BufferedImage image, ImageInput.Colour colour) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    int channels = colour.channels();
    float[] samples = new float[width * height * channels];
    for (int i = 0; i < argb.length; i++) {
      int red = argb[i] >> 16 & 0xFF;
      int green = argb[i] >> 8 & 0xFF;
      int blue = argb[i] & 0xFF;
      if (channels == 1) {
        // Luma of ITU-R BT.601, which JPEG uses.
        samples[i] = 0.299f * red + 0.587f * green + 0.114f * blue;
      } else {
        samples[3 * i] = red;
        samples[3 * i + 1] = green;
        samples[3 * i + 2] = blue;
      }
    }
    return new Pixels(width, height, channels, samples);
  }
}
