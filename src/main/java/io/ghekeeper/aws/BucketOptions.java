package io.ghekeeper.aws;

import java.util.Objects;
import java.util.Optional;

/**
 * How a bucket is asked.
 *
 * @param kmsKey by which the bucket encrypts what is put, on its side; its own default where none is named
 * @param pathStyle whether the bucket is a part of the path and not of the host; nothing for the path where an endpoint is named
 * @param md5 whether a request that needs a checksum has {@code Content-MD5}, and not one of {@code x-amz-checksum-*}
 */
public record BucketOptions(Optional<String> kmsKey, Optional<Boolean> pathStyle, boolean md5) {
    /** Those of S3 itself. */
    public static final BucketOptions DEFAULT = new BucketOptions(Optional.empty(), Optional.empty(), false);

    public BucketOptions {
        Objects.requireNonNull(kmsKey);
        Objects.requireNonNull(pathStyle);
    }
}
