/**
 * What all our programs do alike besides reading their configuration: how they are told to stop,
 * and how they write what nobody else may read. Imports the JDK only.
 */
package dev.sluice.program;
