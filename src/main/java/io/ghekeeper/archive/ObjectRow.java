package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object that the store was seen to hold.
 *
 * @param length in bytes
 * @param sha256 in hexadecimal
 * @param version and {@code etag} as the store answered, {@code -} where it has none
 * @param lock its end in seconds since 1970; 0 where no lock is known
 */
record ObjectRow(ObjectKey key, long length, String sha256, String version, String etag, long lock) {
    static final String NONE = "-";
    static final String BETWEEN = "!";
    private static final int WORDS = 6;
    private static final Pattern WORD = Pattern.compile("[!-~]{1,1024}");

    static ObjectRow of(ObjectKey key, long length, String sha256) {
        return new ObjectRow(key, length, sha256, NONE, NONE, 0);
    }

    /** The same with the store's answer. Other than printable characters it keeps nothing of it. */
    ObjectRow answered(StoredObject stored) {
        return new ObjectRow(
                key,
                length,
                sha256,
                word(stored.version()),
                word(stored.etag()),
                stored.retainedUntil().map(Instant::getEpochSecond).orElse(0L));
    }

    /** The object and its version in one word. No key has the sign between them, which sorts before all that keys have. */
    String name() {
        return key.text() + BETWEEN + version;
    }

    /** Whether an answer can stand in a line. */
    static boolean isWord(Optional<String> answer) {
        return answer.isEmpty() || !word(answer).equals(NONE);
    }

    private static String word(Optional<String> answer) {
        return answer.filter(text -> WORD.matcher(text).matches()).orElse(NONE);
    }

    /** Whether this can be the same object. */
    boolean agrees(StoredObject stored) {
        return length == stored.length()
                && (etag.equals(NONE)
                        || stored.etag().isEmpty()
                        || stored.etag().get().equals(etag));
    }

    boolean isLockedUntil(Instant end) {
        return lock >= end.getEpochSecond();
    }

    ObjectRow locked(Instant until) {
        return new ObjectRow(key, length, sha256, version, etag, until.getEpochSecond());
    }

    /** Whether it can stand in a line, and its key has its SHA-256: a root is foreign text. */
    boolean isOfItsName() {
        try {
            return WORD.matcher(version).matches()
                    && WORD.matcher(etag).matches()
                    && parse(line()).equals(this)
                    && key.text().contains(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    /** The version that the store named. */
    Optional<String> namedVersion() {
        return Optional.of(version).filter(name -> !name.equals(NONE));
    }

    /** The etag that the store answered with. */
    Optional<String> namedEtag() {
        return Optional.of(etag).filter(name -> !name.equals(NONE));
    }

    /** As a line of {@link StateTable#OBJECTS}. */
    String line() {
        return key.text() + " " + length + " " + sha256 + " " + version + " " + etag + " " + lock;
    }

    static ObjectRow parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        try {
            if (words.length == WORDS) {
                return new ObjectRow(
                        new ObjectKey(words[0]),
                        Long.parseLong(words[1]),
                        words[2],
                        words[3],
                        words[WORDS - 2],
                        Long.parseLong(words[WORDS - 1]));
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw new IOException("a line of the archive's state names no object");
    }
}
