/**
 * Where a message's inference runs: the placement engine with its lanes, the estimators, the
 * policies. Owned by one thread; no clock, randomness, lock, logging or I/O. Imports the JDK only.
 */
package dev.sluice.offload;
