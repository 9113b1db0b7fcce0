package dev.sluice.trainer;

import dev.sluice.sim.signal.SurfaceSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * A committee of small networks on random wavelets; the log-odds of all members and views are
 * averaged. What the ONNX graph computes, in plain Java.
 */
record SurfaceDetector(SurfaceRecipe recipe, List<Member> members) {
  /** One network and the kernels that feed it. */
  record Member(SurfaceKernels kernels, Network network) {}

  SurfaceDetector {
    members = List.copyOf(members);
  }

  /**
   * Probability of a defect.
   *
   * @param image grey levels, row by row
   */
  float score(float[] image) {
    List<float[]> views = views(recipe, image);
    double sum = 0;
    for (Member member : members) {
      for (float[] view : views) {
        sum += member.network().logOdds(member.kernels().features(view));
      }
    }
    return (float) Network.logistic(sum / (members.size() * views.size()));
  }

  /** The image as members see it: shrunk, normalised, from one side or from four. */
  static List<float[]> views(SurfaceRecipe recipe, float[] image) {
    float[] upright = Kernels.normalized(shrunk(image, recipe.shrink()));
    var views = new ArrayList<>(List.of(upright));
    if (recipe.flipped()) {
      views.add(flipped(upright, recipe.side(), recipe.side() - 1, 0));
      views.add(flipped(upright, recipe.side(), 0, recipe.side() - 1));
      views.add(flipped(upright, recipe.side(), recipe.side() - 1, recipe.side() - 1));
    }
    return views;
  }

  private static float[] shrunk(float[] image, int factor) {
    int side = SurfaceSignal.SIDE / factor;
    float[] shrunk = new float[side * side];
    for (int i = 0; i < image.length; i++) {
      int y = i / SurfaceSignal.SIDE / factor;
      int x = i % SurfaceSignal.SIDE / factor;
      shrunk[y * side + x] += image[i] / (factor * factor);
    }
    return shrunk;
  }

  /** Coordinates are XORed, which mirrors an axis whose length is a power of two. */
  private static float[] flipped(float[] image, int side, int xMask, int yMask) {
    float[] flipped = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      flipped[i] = image[((i / side) ^ yMask) * side + ((i % side) ^ xMask)];
    }
    return flipped;
  }
}
