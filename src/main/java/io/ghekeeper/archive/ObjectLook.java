package io.ghekeeper.archive;

import java.io.IOException;
import java.time.Instant;

/**
 * When a version of an object was looked at; times in seconds since 1970.
 *
 * @param name see {@link NeededObject#name}
 * @param seen first by a verification
 * @param asked when the store was last asked for it alone; 0 where it never was
 * @param read when it was last read, and had the bytes of its checksum; 0 where it never was
 */
record ObjectLook(String name, long seen, long asked, long read) {
    private static final int WORDS = 4;

    String line() {
        return name + " " + seen + " " + asked + " " + read;
    }

    static ObjectLook parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS) {
                return new ObjectLook(
                        words[0], Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[WORDS - 1]));
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new IOException("a line of the record of verifications names no object");
    }

    /** What its age is counted from: one that was never read is as old as its first look. */
    long basis() {
        return read > 0 ? read : seen;
    }

    ObjectLook readAt(Instant at) {
        return new ObjectLook(name, seen, asked, at.getEpochSecond());
    }
}
