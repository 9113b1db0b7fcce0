/**
 * The policy file: which messages get an answer from which model, and where it is made. Records of
 * what it says, and the faults that its schema cannot express. Immutable, no I/O but reading the
 * file. Imports {@code dev.sluice.config}, {@code dev.sluice.offload} and {@code dev.sluice.topic}.
 */
package dev.sluice.policy;
