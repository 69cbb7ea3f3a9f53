/**
 * The command line: one class a command, and the assemblies, which put everything together. The only
 * package that turns failures into words on a terminal and an exit status.
 */
package io.ghekeeper.cli;
