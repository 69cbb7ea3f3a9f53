package io.ghekeeper.seal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A place in the two lists of a unit: its entries, and the inodes of its files in the same order. */
final class SealedInodes implements AutoCloseable {
    private final SealedLines entries;
    private final BufferedReader numbers;
    private String inode = "";

    /** The first entry, if there is one. */
    SealedInodes(ListStore lists, ListStore inodes, UnitLookup.UnitSums unit) throws IOException {
        this.entries = new SealedLines(lists, unit.entries());
        try {
            this.numbers = new BufferedReader(
                    new InputStreamReader(inodes.open(unit.inodes().orElseThrow()), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            entries.close();
            throw e;
        }
        readInode();
    }

    boolean isAtEnd() {
        return entries.isAtEnd();
    }

    /** Of the entry at this place. */
    String path() {
        return entries.path();
    }

    /** Of the file at this place; empty for what is no file. */
    String inode() {
        return inode;
    }

    /** The entry at this place. */
    SealEntry entry() throws IOException {
        return entries.entry();
    }

    void next() throws IOException {
        entries.next();
        readInode();
    }

    private void readInode() throws IOException {
        inode = !entries.isAtEnd() && entries.isFile() ? String.valueOf(numbers.readLine()) : "";
    }

    @Override
    public void close() throws IOException {
        entries.close();
        numbers.close();
    }
}
