package dev.sluice.inference;

/**
 * What a model said.
 *
 * @param label one of the manifest's labels
 * @param score the model's raw decision value, 0 to 1 for detectors
 * @param confidence 0.5 to 1: probability of the label that was chosen
 */
public record Prediction(String label, float score, float confidence) {}
