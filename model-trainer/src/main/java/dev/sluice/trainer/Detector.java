package dev.sluice.trainer;

import java.util.List;

/**
 * A committee of small networks: each looks at the window and at its mirror image (a fault has no
 * sign), and the log-odds of all are averaged. What the ONNX graph computes, in plain Java.
 */
record Detector(Recipe recipe, List<Member> members) {
  /** One network and the kernels that feed it. */
  record Member(Kernels kernels, Network network) {}

  Detector {
    members = List.copyOf(members);
  }

  /** Probability that the newest frame shows an anomaly. */
  float score(float[] window) {
    float[] upright = Kernels.normalized(window);
    float[] mirrored = Kernels.negated(upright);
    double sum = 0;
    for (Member member : members) {
      sum += member.network().logOdds(member.kernels().features(upright));
      sum += member.network().logOdds(member.kernels().features(mirrored));
    }
    return (float) Network.logistic(sum / (2 * members.size()));
  }
}
