/** The stories of the keep lane: what is sealed next, and the run that seals. */
package io.ghekeeper.keep;
