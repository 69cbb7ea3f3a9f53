package io.ghekeeper.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A part of the list of all versions.
 *
 * @param next where the list goes on; empty at its end
 */
public record VersionPage(List<Listed> items, boolean truncated, Optional<Position> next) {
    /**
     * S3 lists versions by key, and the latest of a key first; the SDK has versions and delete markers apart, each in that
     * order. What has one time, to the millisecond, keeps the order of its kind.
     */
    private static final Comparator<Listed> ORDER = Comparator.comparing(Listed::key, Bucket.KEY_ORDER)
            .thenComparing(Listed::latest, Comparator.reverseOrder())
            .thenComparing(Listed::modified, Comparator.reverseOrder());

    /**
     * @param version empty where the object has none; only then may it be empty
     * @param storageClass by its name there; empty of a delete marker
     */
    @SuppressWarnings("MissingSummary")
    public record Listed(
            String key,
            Optional<String> version,
            long length,
            Optional<String> etag,
            boolean latest,
            boolean deleteMarker,
            Instant modified,
            Optional<String> storageClass) {}

    /** The last of a page. */
    public record Position(String key, Optional<String> version) {}

    /** Of a store that keeps one version of each object. A position is the token of its list. */
    static VersionPage of(ListObjectsV2Response page) {
        return new VersionPage(
                page.contents().stream()
                        .map(object -> new Listed(
                                object.key(),
                                Optional.empty(),
                                object.size(),
                                Optional.ofNullable(object.eTag()),
                                true,
                                false,
                                object.lastModified(),
                                Optional.ofNullable(object.storageClassAsString())))
                        .toList(),
                page.isTruncated(),
                Optional.ofNullable(page.nextContinuationToken()).map(token -> new Position(token, Optional.empty())));
    }

    static VersionPage of(ListObjectVersionsResponse page) {
        List<Listed> items = new ArrayList<>();
        page.versions()
                .forEach(version -> items.add(new Listed(
                        version.key(),
                        Bucket.version(version.versionId()),
                        version.size(),
                        Optional.ofNullable(version.eTag()),
                        version.isLatest(),
                        false,
                        version.lastModified(),
                        Optional.ofNullable(version.storageClassAsString()))));
        page.deleteMarkers()
                .forEach(marker -> items.add(new Listed(
                        marker.key(),
                        Bucket.version(marker.versionId()),
                        0,
                        Optional.empty(),
                        marker.isLatest(),
                        true,
                        marker.lastModified(),
                        Optional.empty())));
        items.sort(ORDER);
        return new VersionPage(
                List.copyOf(items),
                page.isTruncated(),
                Optional.ofNullable(page.nextKeyMarker())
                        .map(key -> new Position(key, Optional.ofNullable(page.nextVersionIdMarker()))));
    }
}
