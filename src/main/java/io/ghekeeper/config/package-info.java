/**
 * Reads the file and the environment, and makes the settings that the other packages use. A key is declared in its section,
 * which builds the settings record. Sections are here and not beside the records: a record takes values of several
 * sections, such as the state directory, and its package sees no other section.
 */
package io.ghekeeper.config;
