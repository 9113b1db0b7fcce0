package dev.sluice.inference;

/**
 * An image in memory.
 *
 * @param samples 0 to 255, row by row, the channels of a pixel side by side
 */
record Pixels(int width, int height, int channels, float[] samples) {

  /**
   * Each new pixel is the mean of the area that it covers; what grows repeats its nearest pixel.
   */
  Pixels scaledTo(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    float[] scaled = new float[newWidth * newHeight * channels];
    for (int y = 0; y < newHeight; y++) {
      Span rows = Span.of(y, newHeight, height);
      for (int x = 0; x < newWidth; x++) {
        Span columns = Span.of(x, newWidth, width);
        for (int channel = 0; channel < channels; channel++) {
          scaled[(y * newWidth + x) * channels + channel] = mean(rows, columns, channel);
        }
      }
    }
    return new Pixels(newWidth, newHeight, channels, scaled);
  }

  private float mean(Span rows, Span columns, int channel) {
    double sum = 0;
    double weights = 0;
    for (int y = rows.first(); y <= rows.last(); y++) {
      for (int x = columns.first(); x <= columns.last(); x++) {
        double weight = rows.weight(y) * columns.weight(x);
        sum += weight * samples[(y * width + x) * channels + channel];
        weights += weight;
      }
    }
    return (float) (sum / weights);
  }

  /** The part of one old axis that a new pixel covers; its ends may lie inside a pixel. */
  private record Span(double from, double to, int first, int last) {
    static Span of(int index, int newLength, int length) {
      double scale = (double) length / newLength;
      double from = index * scale;
      double to = from + scale;
      int first = Math.min(length - 1, (int) from);
      int last = Math.max(first, Math.min(length - 1, (int) Math.ceil(to) - 1));
      return new Span(from, to, first, last);
    }

    double weight(int pixel) {
      return Math.max(1e-9, Math.min(to, pixel + 1.0) - Math.max(from, pixel));
    }
  }
}
