/**
 * What the program says of itself, and in which form: logback, set up as the configuration says. Knows nothing of what is
 * said.
 */
package io.ghekeeper.log;
