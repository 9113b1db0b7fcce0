/**
 * The laboratory as a program: scenario files and recorded traces in, tables, JSON and HTML out.
 * What happens in between is {@code dev.sluice.offload.lab}, which runs the production engine.
 */
package dev.sluice.lab;
