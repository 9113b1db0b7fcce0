package dev.sluice.offload.lab;

/**
 * How often answers are right, and how much the confidence of the first one tells of that.
 *
 * <pre>
 *   P(wrong here | confidence c) = (1 - edge) (1 + telling) (1 - c)^telling,   c uniform from 0 to 1
 * </pre>
 *
 * @param edge share of right answers of the model here
 * @param cloud of the model there, whatever the other one says
 * @param telling 0: the confidence says nothing; the more, the more of the errors are unsure ones
 */
public record Accuracy(double edge, double cloud, double telling) {
  /** Both are always right. */
  public static final Accuracy PERFECT = new Accuracy(1, 1, 0);

  public Accuracy {
    if (!(edge >= 0 && edge <= 1 && cloud >= 0 && cloud <= 1 && telling >= 0)) {
      throw new IllegalArgumentException(
          "edge and cloud must be shares from 0 to 1, and telling 0 or more");
    }
  }

  /** Whether the model here is right, by a number that chance drew from 0 to 1. */
  boolean edgeRight(double confidence, double drawn) {
    double wrong = (1 - edge) * (1 + telling) * StrictMath.pow(1 - confidence, telling);
    return drawn >= wrong;
  }

  boolean cloudRight(double drawn) {
    return drawn < cloud;
  }
}
