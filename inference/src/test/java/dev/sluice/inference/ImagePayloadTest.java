package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePayloadTest {
  private static final ImageInput GREY = grey(4, 2);
  private static final ImageInput COLOUR =
      new ImageInput(
          2,
          1,
          ImageInput.Colour.RGB,
          ImageInput.Layout.NCHW,
          List.of(0f, 0f, 0f),
          List.of(1 / 255f, 1 / 255f, 1 / 255f));

  /** Values are the samples themselves. */
  private static ImageInput grey(int width, int height) {
    return new ImageInput(
        width,
        height,
        ImageInput.Colour.GREY,
        ImageInput.Layout.NCHW,
        List.of(0f),
        List.of(1 / 255f));
  }

  private static float[] values(ImageInput input, byte[] payload) throws Exception {
    return PayloadDecoder.image(input).decode(payload).values();
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyLevelsOfAPngArriveAsTheyAre(int type) throws Exception {
    BufferedImage image = new BufferedImage(4, 2, type);
    int unit = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 257;
    for (int i = 0; i < 8; i++) {
      image.getRaster().setSample(i % 4, i / 4, 0, unit * 30 * i);
    }
    assertThat(values(GREY, file(image, "png")))
        .containsExactly(new float[] {0, 30, 60, 90, 120, 150, 180, 210}, within(1e-3f));
  }

  @Test
  void coloursStandInTheOrderOfTheLayout() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0A141E);
    image.setRGB(1, 0, 0x28323C);
    byte[] png = file(image, "png");
    assertThat(values(COLOUR, png))
        .containsExactly(new float[] {10, 40, 20, 50, 30, 60}, within(1e-3f));
    ImageInput last =
        new ImageInput(
            2, 1, ImageInput.Colour.RGB, ImageInput.Layout.NHWC, COLOUR.mean(), COLOUR.deviation());
    assertThat(values(last, png))
        .containsExactly(new float[] {10, 20, 30, 40, 50, 60}, within(1e-3f));
  }

  @Test
  void aColourImageIsGreyWhereTheModelIs() throws Exception {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0xFFFFFF);
    float[] values = values(GREY, file(image, "png"));
    assertThat(values[0]).isCloseTo(76.2f, within(0.1f));
    assertThat(values[1]).isCloseTo(255, within(0.1f));
  }

  @Test
  void aJpegIsReadToo() throws Exception {
    BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64 * 32; i++) {
      image.getRaster().setSample(i % 64, i / 64, 0, i % 64 < 32 ? 40 : 200);
    }
    float[] values = values(GREY, file(image, "jpg"));
    assertThat(values[0]).isCloseTo(40, within(4f));
    assertThat(values[3]).isCloseTo(200, within(4f));
  }

  @Test
  void rawSamplesAreTakenByTheirNumber() throws Exception {
    byte[] raw = {0, 1, 2, 3, (byte) 128, (byte) 253, (byte) 254, (byte) 255};
    assertThat(values(GREY, raw))
        .containsExactly(new float[] {0, 1, 2, 3, 128, 253, 254, 255}, within(1e-3f));
    assertThatThrownBy(() -> values(GREY, Arrays.copyOf(raw, 7)))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessage("image: neither PNG nor JPEG, nor 8 raw bytes (4 x 2 grey)");
  }

  @Test
  void valuesAreNormalisedAsTheManifestSays() throws Exception {
    ImageInput input =
        new ImageInput(
            1, 1, ImageInput.Colour.GREY, ImageInput.Layout.NCHW, List.of(0.5f), List.of(0.25f));
    assertThat(values(input, new byte[] {(byte) 255})[0]).isCloseTo(2, within(1e-5f));
    assertThat(values(input, new byte[] {0})[0]).isCloseTo(-2, within(1e-5f));
  }

  @Test
  void aLargerImageBecomesTheMeanOfItsParts() {
    float[] samples = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110};
    Pixels small = new Pixels(4, 3, 1, samples).scaledTo(2, 1);
    assertThat(small.samples()).containsExactly(new float[] {45, 65}, within(1e-3f));
    Pixels uneven = new Pixels(3, 1, 1, new float[] {0, 30, 60}).scaledTo(2, 1);
    assertThat(uneven.samples()).containsExactly(new float[] {10, 50}, within(1e-3f));
  }

  @Test
  void aSmallerImageGrowsByRepeating() {
    Pixels grown = new Pixels(2, 1, 1, new float[] {5, 9}).scaledTo(4, 2);
    assertThat(grown.samples()).containsExactly(5, 5, 9, 9, 5, 5, 9, 9);
  }

  /** 4 gigapixels in 33 bytes: decoding them would end the process. */
  @ParameterizedTest
  @CsvSource({"65535, 65535", "2000000000, 1", "1449, 1449"})
  void aDecompressionBombIsRefusedBeforeItIsDecoded(int width, int height) throws Exception {
    assertThatThrownBy(() -> values(GREY, pngHeader(width, height)))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessage(
            "image: PNG of %d x %d pixels, at most 2097152 in all: send it smaller"
                .formatted(width, height));
  }

  @Test
  void aFullHdFrameIsAccepted() throws Exception {
    BufferedImage image = new BufferedImage(1920, 1080, BufferedImage.TYPE_BYTE_GRAY);
    assertThat(values(GREY, file(image, "png"))).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aBrokenImageIsRefusedWhereverItBreaks(String format) throws Exception {
    byte[] whole = file(noise(), format);
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] broken = Arrays.copyOf(whole, random.nextInt(3, whole.length));
      for (int i = 0; i < 3; i++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(values(GREY, broken)).as("seed %d", seed).hasSize(8);
      } catch (MalformedPayloadException refused) {
        assertThat(refused).as("seed %d", seed).hasMessageStartingWith("image: ");
      }
    }
  }

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(7);
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 32; i++) {
      image.getRaster().setSample(i % 32, i / 32, 0, random.nextInt(256));
    }
    return image;
  }

  private static byte[] file(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Signature and IHDR alone. */
  private static byte[] pngHeader(int width, int height) throws Exception {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(chunk);
    fields.writeBytes("IHDR");
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 0, 0, 0, 0});
    CRC32 check = new CRC32();
    check.update(chunk.toByteArray());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(png);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) check.getValue());
    return png.toByteArray();
  }
}
