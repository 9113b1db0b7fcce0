package dev.sluice.sim.fleet;

import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Grey levels as the file that a camera would send. */
final class Photograph {
  private Photograph() {}

  /**
   * @param values 0 to 255, row by row of a square
   */
  static byte[] encode(float[] values, PayloadFormat format) {
    int side = (int) Math.round(Math.sqrt(values.length));
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, side, side, 0, values);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(values.length);
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, format.name(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
