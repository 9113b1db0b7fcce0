package dev.sluice.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model file is: read from {@code <name>.model.yaml} beside it.
 *
 * @param name what routes and the wire call it
 * @param version of the model, for {@code x-model-version}
 * @param file the ONNX file, absolute; the manifest itself where it names none
 * @param sha256 of the file, lower-case hex; {@link #NO_FILE} for a model that only servers have
 * @param input how features become the input tensor
 * @param output how the output tensor becomes a prediction
 */
public record ModelManifest(
    String name, String version, Path file, String sha256, Input input, Output output) {

  /** Instead of a hash, where a manifest names no file. */
  public static final String NO_FILE = "";

  /**
   * That this version can take the place of one that runs: whoever asks it sends the same input and
   * expects the same labels.
   *
   * @throws ModelException when it cannot, in one line
   */
  public void requireSameUse(ModelManifest running) throws ModelException {
    if (!name.equals(running.name)) {
      throw new ModelException("its name was %s; start the program again".formatted(running.name));
    }
    if (input.window() != running.input.window() || !input.image().equals(running.input.image())) {
      throw new ModelException("it takes other input than before; start the program again");
    }
    if (!output.labels().equals(running.output.labels())) {
      throw new ModelException(
          "its labels were %s; start the program again".formatted(running.output.labels()));
    }
  }

  /**
   * @param tensor name in the graph; float32, shape [1, window] or that of the image
   * @param window values that one inference needs, oldest first
   * @param image how an image becomes these values; empty for readings
   */
  public record Input(String tensor, int window, Optional<ImageInput> image) {
    /** Of readings. */
    public Input(String tensor, int window) {
      this(tensor, window, Optional.empty());
    }

    /** Of an image. */
    public Input(String tensor, ImageInput image) {
      this(tensor, image.values(), Optional.of(image));
    }

    /** Dimensions of the tensor. */
    public List<Long> shape() {
      return image.map(ImageInput::shape).orElse(List.of(1L, (long) window));
    }
  }

  /**
   * @param tensor name in the graph; float32, shape [1, 1]: probability of the second label
   * @param labels of the score's two ends: below the threshold, at or above it
   * @param threshold on the score, 0 to 1
   */
  public record Output(String tensor, List<String> labels, float threshold) {
    public Output {
      labels = List.copyOf(labels);
    }

    /**
     * What a score means. The threshold maps to confidence 0.5, so that confidence compares across
     * models.
     *
     * @param score 0 to 1
     */
    public Prediction prediction(float score) {
      if (score >= threshold) {
        return new Prediction(
            labels.get(1), score, 0.5f + 0.5f * (score - threshold) / (1 - threshold));
      }
      return new Prediction(labels.get(0), score, 0.5f + 0.5f * (threshold - score) / threshold);
    }
  }

  /**
   * How many values an inference takes.
   *
   * @throws InferenceException when there are fewer
   */
  public int requireWindow(float[] features) throws InferenceException {
    if (features.length < input.window()) {
      throw new InferenceException(
          "model " + name + " needs " + input.window() + " values, got " + features.length);
    }
    return input.window();
  }

  /**
   * What the model's score means.
   *
   * @throws InferenceException when it is none: not from 0 to 1
   */
  public Prediction prediction(float score) throws InferenceException {
    if (!(score >= 0 && score <= 1)) {
      throw new InferenceException("model " + name + " gave no score from 0 to 1");
    }
    return output.prediction(score);
  }

  /** The same model in another place. */
  public ModelManifest at(Path otherFile) {
    return new ModelManifest(name, version, otherFile, sha256, input, output);
  }

  /**
   * Reads a manifest; {@code file} in it is taken relative to the manifest's folder.
   *
   * @throws ModelException naming file, line and field
   */
  public static ModelManifest read(Path file) throws ModelException {
    return ManifestReader.read(file);
  }
}
