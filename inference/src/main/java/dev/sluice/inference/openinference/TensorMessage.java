package dev.sluice.inference.openinference;

import java.util.List;
import java.util.Optional;

/**
 * A request for an inference, its response, or the metadata of a model: they differ in what is
 * there.
 *
 * @param id by which the asking side knows it
 * @param name of the model
 * @param version of the model
 * @param error what went wrong, instead of all else
 */
public record TensorMessage(
    Optional<String> id,
    Optional<String> name,
    Optional<String> version,
    List<Tensor> inputs,
    List<Tensor> outputs,
    Optional<String> error) {
  public TensorMessage {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
