package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxFileTest {
  @Test
  void readingsAreKnownByTheirShape() throws Exception {
    OnnxFile.Needs needs = OnnxFile.inspect("m", TinyOnnx.meanOf(7));
    assertThat(needs.input()).isEqualTo(new ModelManifest.Input("x", 7));
    assertThat(needs.output()).isEqualTo("y");
  }

  @ParameterizedTest
  @CsvSource({"1 3 5 4, 4, 5, RGB, NCHW", "1 5 4 1, 4, 5, GREY, NHWC"})
  void imagesAreKnownByTheirShape(
      String shape, int width, int height, ImageInput.Colour colour, ImageInput.Layout layout)
      throws Exception {
    ImageInput image =
        OnnxFile.inspect("m", TinyOnnx.meanOf(longs(shape))).input().image().orElseThrow();
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    assertThat(image.colour()).isEqualTo(colour);
    assertThat(image.layout()).isEqualTo(layout);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 2 3      | input 'x' has the shape [1, 2, 3]",
        "2 7        | input 'x' has the shape [2, 7]",
        "1 5 5 5    | input 'x' has the shape [1, 5, 5, 5]",
        "1 3 2000 5 | input 'x' is an image of 5 x 2000 pixels",
      })
  void aShapeThatCannotBeRunIsRefusedInOneLine(String shape, String fault) {
    assertThatThrownBy(() -> OnnxFile.inspect("m", TinyOnnx.meanOf(longs(shape))))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith(fault)
        .hasMessageNotContaining("\n");
  }

  @Test
  void anOutputOfManyClassesIsRefusedInOneLine() {
    assertThatThrownBy(() -> OnnxFile.inspect("m", TinyOnnx.sigmoidOf(10)))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "output 'y' has the shape [1, 10], only [1, 1] can be run: end the graph in one score"
                + " from 0 to 1");
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }
}
