/**
 * What is tried on a broker, and the catalogue of it: a trial drives the load generator at one
 * running broker and returns figures. Imports {@code load}, {@code peer} and {@code check}.
 */
package dev.sluice.bench.trial;
