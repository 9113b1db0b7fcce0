/**
 * What an engine behind the cloud bridge has to do: take records one by one and say what became of
 * each. Engines are modules of their own, found by {@link java.util.ServiceLoader}. Imports the
 * JDK.
 */
package dev.sluice.target;
