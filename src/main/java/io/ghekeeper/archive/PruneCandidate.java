package io.ghekeeper.archive;

import io.ghekeeper.store.ObjectKey;
import java.io.IOException;
import java.util.Optional;

/** A line of {@link PruneSurvey#candidates}. */
record PruneCandidate(ObjectKey key, Optional<String> version, long bytes) {
    private static final int WORDS = 4;

    static PruneCandidate parse(String line) throws IOException {
        String[] words = line.split(" ", -1);
        if (words.length != WORDS) {
            throw new IOException("a line of what is to be deleted names no object");
        }
        return new PruneCandidate(
                new ObjectKey(words[0]),
                Optional.of(words[1]).filter(version -> !version.equals(ObjectRow.NONE)),
                Long.parseLong(words[2]));
    }

    String id() {
        return PruneSurvey.id(key, version);
    }
}
