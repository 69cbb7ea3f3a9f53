package io.ghekeeper.archive;

import java.util.Locale;

/** What can be wrong with an object in the store. */
enum ObjectFault {
    MISSING("the store does not have it any more"),
    CHANGED("the store has it with another length or etag"),
    DAMAGED("its bytes are not those that were put"),
    UNREADABLE("a reading of all files found damage in it"),
    CHECKSUM("the store's own checksum of it is another one"),
    HIDDEN("a delete marker hides it; its version is there"),
    COVERED("another version lies over it; its own is there"),
    /** It is whole; it can be removed too early. */
    LOCK("it is locked for a shorter time than promised");

    private final String words;

    ObjectFault(String words) {
        this.words = words;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the rest of a sentence that begins with the object. */
    String words() {
        return words;
    }

    /** Whether only a reading shows it, so that the next run reads it again. */
    boolean needsReading() {
        return this == DAMAGED;
    }
}
