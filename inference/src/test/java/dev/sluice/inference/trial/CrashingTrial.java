package dev.sluice.inference.trial;

import ai.onnxruntime.OrtEnvironment;

/** A child that the native library really crashes: it does not bear long command lines. */
public final class CrashingTrial {
  private CrashingTrial() {}

  /** Loads the library, unchecked. */
  public static void main(String[] args) {
    System.out.println(OrtEnvironment.getEnvironment());
  }
}
