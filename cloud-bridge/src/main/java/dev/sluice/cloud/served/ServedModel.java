package dev.sluice.cloud.served;

import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.openinference.MessageWriter;
import dev.sluice.inference.openinference.Tensor;
import dev.sluice.inference.openinference.TensorMessage;
import java.util.List;

/**
 * A model as callers see it.
 *
 * @param version that runs now
 * @param platform as the protocol names it
 * @param ready whether a request has a chance now
 */
public record ServedModel(ModelManifest manifest, String version, String platform, boolean ready) {
  private static final List<Long> SCORE = List.of(1L, 1L);

  byte[] metadata() {
    return MessageWriter.metadata(
        manifest.name(),
        version,
        platform,
        Tensor.described(manifest.input().tensor(), manifest.input().shape()),
        Tensor.described(manifest.output().tensor(), SCORE));
  }

  /**
   * What a request holds for the model.
   *
   * @throws BadRequestException in one line for the caller
   */
  float[] features(TensorMessage request) throws BadRequestException {
    List<Tensor> inputs = request.inputs();
    String name = manifest.input().tensor();
    if (inputs.size() != 1 || !inputs.get(0).name().equals(name)) {
      throw new BadRequestException("exactly the input '" + name + "' is expected");
    }
    Tensor input = inputs.get(0);
    List<Long> shape = manifest.input().shape();
    if (!input.datatype().equals(Tensor.FP32) || !input.shape().equals(shape)) {
      throw new BadRequestException(
          "input '%s' is %s %s, it must be FP32 %s"
              .formatted(name, input.datatype(), input.shape(), shape));
    }
    if (input.data().length != manifest.input().window()) {
      throw new BadRequestException(
          "input '%s' has %d values, it must have %d"
              .formatted(name, input.data().length, manifest.input().window()));
    }
    String output = manifest.output().tensor();
    if (!request.outputs().stream().allMatch(wanted -> wanted.name().equals(output))) {
      throw new BadRequestException("'" + output + "' is the only output");
    }
    return input.data();
  }

  Tensor score(float score) {
    return new Tensor(manifest.output().tensor(), Tensor.FP32, SCORE, new float[] {score});
  }
}
