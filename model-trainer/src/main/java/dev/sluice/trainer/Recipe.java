package dev.sluice.trainer;

import java.util.List;

/**
 * What a detector is made of: its size decides cost and quality, nothing else differs.
 *
 * @param name of the model
 * @param frames that it sees, each {@link #FRAME} values; the newest is judged, the ones before are
 *     what it is compared with
 * @param dilations spacings of kernel taps: each looks at another time scale
 * @param kernelsPerDilation random kernels for each spacing
 * @param hidden units of each member's hidden layer
 * @param members networks whose votes are averaged, each with kernels and training devices of its
 *     own
 * @param devices simulated for each member's training
 * @param epochs passes over a member's examples
 */
record Recipe(
    String name,
    int frames,
    List<Integer> dilations,
    int kernelsPerDilation,
    int hidden,
    int members,
    int devices,
    int epochs) {

  static final int FRAME = 64;

  /** Hundredths of a millisecond: sees the newest frame alone, so a change of regime escapes it. */
  static final Recipe LIGHT =
      new Recipe("vibration-light", 1, List.of(1, 2, 4), 16, 8, 1, 1_500, 15);

  /** Milliseconds: compares the newest frame with the three before. */
  static final Recipe HEAVY =
      new Recipe("vibration-heavy", 4, List.of(1, 2, 4, 8, 12), 40, 8, 48, 1_800, 8);

  Recipe {
    dilations = List.copyOf(dilations);
  }

  int window() {
    return frames * FRAME;
  }

  /** Rows of numbers that pooling leaves per frame: a maximum and a share for each kernel. */
  int channels() {
    return 2 * dilations.size() * kernelsPerDilation;
  }

  int features() {
    return channels() * frames;
  }
}
