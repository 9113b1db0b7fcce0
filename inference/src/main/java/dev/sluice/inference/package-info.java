/**
 * The model runtime that edge and cloud share: manifests, ONNX Runtime, payload decoding, windows
 * of features, and the one interface of whatever answers for a model. Imports ONNX Runtime, Jackson
 * and the JDK; knows neither broker nor link.
 */
package dev.sluice.inference;
