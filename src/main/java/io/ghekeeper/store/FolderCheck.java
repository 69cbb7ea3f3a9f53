package io.ghekeeper.store;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.store.StoreCheckResult.StorePromise;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import io.ghekeeper.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What a folder does of what an archive wants: some of it is tried by one object, which is removed; the rest no folder does. */
public final class FolderCheck {
    private static final byte[] CONTENT =
            "ghe-keeper looks what this folder does\n".getBytes(StandardCharsets.US_ASCII);

    private final ObjectStore store;
    private final ObjectKey key = new ObjectKey("check/" + UUID.randomUUID());

    /** @param store stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    public FolderCheck(ObjectStore store) {
        this.store = store;
    }

    /**
     * One result for each thing, by the names that {@link StoreCheck} has.
     *
     * @throws Failure STORE_FAILED where nothing can be written there
     */
    public List<StoreCheckResult> run() {
        store.putIfAbsent(key, content());
        boolean right = reads();
        boolean refused = store.putIfAbsent(key, content()).isEmpty();
        store.delete(key);
        return List.of(
                new StoreCheckResult(
                        "clock",
                        StorePromise.NOT_KEPT,
                        StoreVerdict.PASSED,
                        "a folder has no clock of its own: that of this machine counts",
                        ""),
                lacks("versioning", "a folder keeps no versions: who overwrites or deletes a file destroys it"),
                lacks("object-lock", "a folder locks nothing: who may write there may delete the archive"),
                right
                        ? new StoreCheckResult("put", StoreVerdict.PASSED, "a file is there as it was put", "")
                        : new StoreCheckResult(
                                "put",
                                StoreVerdict.FAILED,
                                "a file does not have what was put",
                                "Do not use this folder."),
                refused
                        ? new StoreCheckResult(
                                "if-none-match", StoreVerdict.PASSED, "a second file of one name is refused", "")
                        : new StoreCheckResult(
                                "if-none-match",
                                StoreVerdict.FAILED,
                                "a second file of one name took the place of the first",
                                "Do not use this folder."),
                new StoreCheckResult(
                        "checksum",
                        StorePromise.NOT_KEPT,
                        StoreVerdict.WARNING,
                        "a folder keeps no checksums",
                        "Nothing: ghe-keeper compares what it writes, and archive verify reads each file."),
                lacks("deletion", "this user can remove what is in the folder"));
    }

    private static StoreCheckResult lacks(String name, String words) {
        return new StoreCheckResult(
                name,
                StoreVerdict.WARNING,
                words,
                "Let another user own the folder's machine, or have a second archive in a bucket with locks.");
    }

    private static ObjectContent content() {
        return new ObjectContent(
                CONTENT.length, Sha256.digest().digest(CONTENT), () -> new ByteArrayInputStream(CONTENT));
    }

    private boolean reads() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            store.fetch(key, 0, CONTENT.length, bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Arrays.equals(bytes.toByteArray(), CONTENT);
    }
}
