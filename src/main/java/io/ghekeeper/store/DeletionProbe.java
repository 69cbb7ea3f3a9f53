package io.ghekeeper.store;

import io.ghekeeper.aws.Bucket;
import io.ghekeeper.aws.VersionPage;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.util.List;
import java.util.Optional;

/**
 * Tries whether this role can delete one object: by its version, for good, or without naming one, which hides it behind a
 * delete marker. What the role may remove is gone afterwards. What stays is at most one version and one marker, whatever
 * number of times this is tried.
 */
final class DeletionProbe {
    private final Bucket bucket;
    private final String name;

    /** @param name of a small object, and the begin of no other name */
    @SuppressWarnings("MissingSummary")
    DeletionProbe(Bucket bucket, String name) {
        this.bucket = bucket;
        this.name = name;
    }

    /**
     * What was found.
     *
     * @param results of the checks {@code delete-marker} and {@code deletion}
     * @param removable whether each version could be removed
     */
    record Deletions(List<StoreCheckResult> results, boolean removable) {}

    /** Tries it. The object is there, or a marker of an earlier probe hides it. */
    Deletions look() {
        boolean lockedByDefault = bucket.head(name, Optional.empty())
                .flatMap(Bucket.Head::lockedUntil)
                .isPresent();
        boolean hidden = isHidden() || hide();
        boolean gone = hidden && !exists();
        boolean removable = isRemoved(bucket, name);
        boolean left = hidden && !removable && isHidden();
        return new Deletions(
                List.of(marker(hidden, gone, left), lockedByDefault ? unknownDeletion() : deletion(removable)),
                removable);
    }

    /** Whether anything is there, be it hidden. */
    boolean exists() {
        return !bucket.versions(name, Optional.empty()).items().isEmpty();
    }

    private boolean isHidden() {
        return bucket.versions(name, Optional.empty()).items().stream()
                .anyMatch(version -> version.latest() && version.deleteMarker());
    }

    private boolean hide() {
        try {
            bucket.hide(name);
            return true;
        } catch (Failure failure) {
            StoreCheck.requireDenied(failure);
            return false;
        }
    }

    /** Removes all versions of what begins with a name; false where one of them is not to be removed. */
    static boolean isRemoved(Bucket bucket, String begin) {
        boolean all = true;
        for (VersionPage.Listed version :
                bucket.versions(begin, Optional.empty()).items()) {
            try {
                bucket.delete(version.key(), version.version());
            } catch (Failure failure) {
                StoreCheck.requireDenied(failure);
                all = false;
            }
        }
        return all;
    }

    private StoreCheckResult marker(boolean hidden, boolean gone, boolean left) {
        if (!hidden) {
            return new StoreCheckResult(
                    "delete-marker", StoreVerdict.PASSED, "this role cannot hide an object by deleting it", "");
        }
        return new StoreCheckResult(
                "delete-marker",
                StoreVerdict.WARNING,
                "this role can delete an object without naming a version, which "
                        + (gone ? "removes it for good" : "hides it behind a delete marker")
                        + (left ? "; such a marker stays at " + bucket.uri(name) : ""),
                "Deny s3:DeleteObject to the keeper."
                        + (left ? " Then remove that marker by another role: until then it is named here." : ""));
    }

    private static StoreCheckResult deletion(boolean removable) {
        return removable
                ? new StoreCheckResult(
                        "deletion",
                        StoreVerdict.WARNING,
                        "this role can remove objects that are not locked",
                        "Deny s3:DeleteObject and s3:DeleteObjectVersion to the keeper; another role prunes.")
                : new StoreCheckResult("deletion", StoreVerdict.PASSED, "this role cannot remove an object", "");
    }

    private static StoreCheckResult unknownDeletion() {
        return new StoreCheckResult(
                        "deletion",
                        StoreVerdict.WARNING,
                        "whether this role can remove objects is not known: the bucket locks each object by itself",
                        "Remove the default retention from the bucket, then check again.")
                .unknown();
    }
}
