package io.ghekeeper.archive;

import io.ghekeeper.age.UnreadableObjectException;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Has one object in the other store: asks for it, sends it where it is not there, and proves it as far as that store can. */
final class ObjectCopy {
    private final ArchiveSetting target;
    private final ObjectReader source;
    private final FileSender sender;
    private final Optional<Instant> until;

    /** @param until new objects are locked */
    @SuppressWarnings("MissingSummary")
    ObjectCopy(ArchiveSetting target, ObjectReader source, FileSender sender, Optional<Instant> until) {
        this.target = target;
        this.source = source;
        this.sender = sender;
        this.until = until;
    }

    /**
     * Does it.
     *
     * @param covered whether the list shows something else where it was: a store without checksums is read then
     * @return what the other store has
     * @throws UnreadableObjectException when the object cannot be had, or that store has other content
     */
    ObjectRow answer(ObjectRow row, boolean covered) throws IOException {
        Optional<StoredObject> there = target.store().find(row.key());
        StoredObject stored = there.isPresent() ? there.get() : sent(row);
        ObjectRow answer = ObjectRow.of(row.key(), row.length(), row.sha256()).answered(stored);
        Optional<String> checksum = target.store().checksum(row.key(), stored.version());
        boolean same = stored.length() == row.length()
                && (checksum.isPresent()
                        ? checksum.get().equals(row.sha256())
                        : isThere(answer, there.isEmpty()) && (!covered || isReadThere(answer)));
        if (!same) {
            throw new UnreadableObjectException(
                    row.key().text(), "is in " + target.options().store() + " with other content");
        }
        return answer;
    }

    /** The checksum is a word about what was just sent, too: not every store checks a PUT. Without it, the object has to show up. */
    private boolean isThere(ObjectRow answer, boolean sentNow) {
        return !sentNow
                || target.store()
                        .find(answer.key(), answer.namedVersion())
                        .filter(answer::agrees)
                        .isPresent();
    }

    private boolean isReadThere(ObjectRow answer) throws IOException {
        try {
            remove(fetched(
                    new ObjectReader(target.store(), source.work(), Optional.empty(), source.progress()), answer));
            return true;
        } catch (UnreadableObjectException e) {
            if (e.getCause() instanceof Failure) {
                throw e;
            }
            return false;
        }
    }

    private StoredObject sent(ObjectRow row) throws IOException {
        Path bytes = fetched(source, row);
        try {
            // Another one, or an earlier try of the same call, may have put it.
            return sender.put(row.key(), bytes, row.length(), row.sha256(), until)
                    .or(() -> target.store().find(row.key()))
                    .orElseThrow(() -> new Failure(
                            FailureKind.STORE_FAILED,
                            "sending " + row.key() + " failed: it is not there after it was sent",
                            "Find out what else writes to the store or changes it. Then type the command again."));
        } finally {
            remove(bytes);
        }
    }

    private void remove(Path file) throws IOException {
        source.work().disk().delete(file);
    }

    /** An object that a store refuses to give keeps no other one from being copied. What is wrong with the store does. */
    private static Path fetched(ObjectReader from, ObjectRow row) throws IOException {
        try {
            return from.stored(row);
        } catch (Failure failure) {
            boolean isOfTheObject = failure.kind() == FailureKind.ARCHIVE_COLD
                    || (failure.kind() == FailureKind.STORE_FAILED && !failure.canPass());
            if (isOfTheObject) {
                throw new UnreadableObjectException(
                        row.key().text(), "cannot be had now: " + failure.getMessage(), failure);
            }
            throw failure;
        }
    }
}
