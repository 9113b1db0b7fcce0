package dev.sluice.sim.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameCodecTest {
  private static final float[] VALUES = {1.5f, -2, 1e-7f};

  @Test
  void writesJson() {
    assertThat(text(PayloadFormat.JSON))
        .isEqualTo("{\"id\":\"r-17\",\"values\":[1.5,-2.0,1.0E-7]}");
  }

  @Test
  void writesOneCsvLinePerValue() {
    assertThat(text(PayloadFormat.CSV)).isEqualTo("r-17,1.5\nr-17,-2.0\nr-17,1.0E-7\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "CSV"})
  void findsTheIdAgain(PayloadFormat format) {
    FrameCodec codec = new FrameCodec(format);
    assertThat(codec.id(codec.encode("r-17", VALUES))).hasValue("r-17");
  }

  @ParameterizedTest
  @EnumSource
  void findsNoIdInOtherBytes(PayloadFormat format) {
    FrameCodec codec = new FrameCodec(format);
    assertThat(codec.id(new byte[0])).isEmpty();
    assertThat(codec.id("hello".getBytes(UTF_8))).isEmpty();
    assertThat(codec.id("[1]".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void writesAPngOfExactlyTheseGreyLevels() throws Exception {
    float[] levels = {0, 17, 128, 255};
    byte[] png = new FrameCodec(PayloadFormat.PNG).encode("r-17", levels);
    Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
    assertThat(raster.getSamples(0, 0, 2, 2, 0, (float[]) null)).containsExactly(levels);
  }

  @Test
  void writesAJpeg() throws Exception {
    byte[] jpeg = new FrameCodec(PayloadFormat.JPEG).encode("r-17", new float[64 * 64]);
    assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(64);
    assertThat(new FrameCodec(PayloadFormat.JPEG).id(jpeg)).isEmpty();
  }

  private static String text(PayloadFormat format) {
    return new String(new FrameCodec(format).encode("r-17", VALUES), UTF_8);
  }
}
