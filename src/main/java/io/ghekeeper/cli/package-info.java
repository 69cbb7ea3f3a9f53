/**
 * The command line: one class a command, and {@link io.ghekeeper.cli.Keeper}, where everything is put together. The only
 * package that turns failures into words on a terminal and an exit status.
 */
package io.ghekeeper.cli;
