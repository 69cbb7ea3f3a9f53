/** What the program says of itself, and in which form. */
package io.ghekeeper.log;
