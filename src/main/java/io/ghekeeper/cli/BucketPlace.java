package io.ghekeeper.cli;

import io.ghekeeper.aws.BucketOptions;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectChecksum;
import io.ghekeeper.keep.ArchiveSettings.ObjectLockMode;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.store.S3Settings;
import java.net.URI;
import java.util.Optional;

/** The bucket that the configuration names, as the store asks it. */
final class BucketPlace {
    private BucketPlace() {}

    /** @param place {@code s3://BUCKET/PREFIX} */
    @SuppressWarnings("MissingSummary")
    static S3Settings of(URI place, ArchiveSettings settings) {
        return new S3Settings(
                place.getAuthority(),
                place.getPath().isEmpty() ? "" : place.getPath().substring(1) + "/",
                settings.lock().mode() == ObjectLockMode.COMPLIANCE
                        ? S3Settings.LockMode.COMPLIANCE
                        : S3Settings.LockMode.GOVERNANCE,
                new BucketOptions(
                        settings.kmsKey(),
                        settings.dialect().pathStyle(),
                        settings.dialect().checksum() == ObjectChecksum.MD5),
                settings.storageClass() == StorageClass.STANDARD
                        ? Optional.empty()
                        : Optional.of(settings.storageClass().name()));
    }
}
