/**
 * Other programs: started in a session of their own, found again by a variable in their environment, and ended with all
 * that they started. Knows nothing of what the programs do.
 */
package io.ghekeeper.process;
