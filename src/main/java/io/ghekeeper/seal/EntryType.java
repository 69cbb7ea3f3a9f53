package io.ghekeeper.seal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a name in a folder leads to; the words are those of mtree(5), the bits those of stat(2) on Linux. */
public enum EntryType {
    FILE("file", 0100000),
    DIRECTORY("dir", 0040000),
    LINK("link", 0120000),
    BLOCK_DEVICE("block", 0060000),
    CHARACTER_DEVICE("char", 0020000),
    FIFO("fifo", 0010000),
    SOCKET("socket", 0140000);

    private static final int BITS = 0170000;
    private static final List<EntryType> ALL = List.of(values());

    private final String word;
    private final int bits;

    EntryType(String word, int bits) {
        this.word = word;
        this.bits = bits;
    }

    String word() {
        return word;
    }

    boolean isDevice() {
        return this == BLOCK_DEVICE || this == CHARACTER_DEVICE;
    }

    /** @param mode as stat(2) has it */
    @SuppressWarnings("MissingSummary")
    static Optional<EntryType> ofMode(int mode) {
        for (EntryType type : ALL) {
            if (type.bits == (mode & BITS)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static Optional<EntryType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
