/**
 * What an engine has to do that carries requests from bridges to workers, and results back. Imports
 * the JDK alone.
 */
package dev.sluice.target.backbone;
