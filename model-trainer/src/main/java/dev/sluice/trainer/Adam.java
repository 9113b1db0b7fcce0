package dev.sluice.trainer;

/**
 * The optimiser of D. Kingma and J. Ba ("Adam: a method for stochastic optimization", 2015) with
 * decoupled weight decay (I. Loshchilov, F. Hutter, 2019): each parameter moves by its mean
 * gradient over its root mean square.
 */
final class Adam {
  private static final float FIRST = 0.9f;
  private static final float SECOND = 0.999f;
  private static final float ROOT_MIN = 1e-8f;

  private final float[] parameters;
  private final float decay;
  private final float[] means;
  private final float[] squares;
  private double firstLeft = 1;
  private double secondLeft = 1;

  Adam(float[] parameters, float decay) {
    this.parameters = parameters;
    this.decay = decay;
    means = new float[parameters.length];
    squares = new float[parameters.length];
  }

  void step(float[] gradient, float rate) {
    firstLeft *= FIRST;
    secondLeft *= SECOND;
    float meanScale = (float) (1 / (1 - firstLeft));
    float squareScale = (float) (1 / (1 - secondLeft));
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      means[i] = FIRST * means[i] + (1 - FIRST) * g;
      squares[i] = SECOND * squares[i] + (1 - SECOND) * g * g;
      float root = (float) Math.sqrt(squares[i] * squareScale) + ROOT_MIN;
      parameters[i] -= rate * (means[i] * meanScale / root + decay * parameters[i]);
    }
  }
}
