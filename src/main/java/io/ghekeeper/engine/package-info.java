/**
 * The seam to the tool that copies an appliance: requests, reports, steps, leftovers, and what is installed. Each engine is
 * a package below this one; only the assemblies see which.
 */
package io.ghekeeper.engine;
