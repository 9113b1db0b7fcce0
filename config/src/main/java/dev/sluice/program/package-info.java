/**
 * What all our programs do alike besides reading their configuration: how they are told to stop.
 * Imports the JDK only.
 */
package dev.sluice.program;
