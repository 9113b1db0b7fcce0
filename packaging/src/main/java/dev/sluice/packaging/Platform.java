package dev.sluice.packaging;

/** A kind of machine that packages are made for. */
enum Platform {
  AMD64("amd64", "linux-x64", "linux-x86_64"),
  ARM64("arm64", "linux-aarch64", "linux-aarch_64");

  private final String debian;
  private final String onnxRuntime;
  private final String netty;

  Platform(String debian, String onnxRuntime, String netty) {
    this.debian = debian;
    this.onnxRuntime = onnxRuntime;
    this.netty = netty;
  }

  /** As Debian and container images call it. */
  String debian() {
    return debian;
  }

  /** Folder of ONNX Runtime's native libraries in its jar. */
  String onnxRuntime() {
    return onnxRuntime;
  }

  /** Classifier of Netty's jars of native libraries. */
  String netty() {
    return netty;
  }
}
