package io.ghekeeper.engine.backuputils;

/**
 * Reads what the programs of one run print, in two streams: what ssh itself said, and everything else. ssh writes its own
 * messages to a file of their own (its option {@code -E}), so that no program on the appliance and no file's name can put
 * words into its mouth.
 */
interface OutputReader {
    /** Both streams are read again now, ssh's first. */
    void look();

    /** A message of ssh itself. */
    void ssh(String line);

    /** Any other line. */
    void line(String line);
}
