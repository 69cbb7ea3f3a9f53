/** The backup story, top to bottom.. */
package io.ghekeeper.backup;
