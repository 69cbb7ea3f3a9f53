package io.ghekeeper.aws;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * How S3 is reached, where that is not by the SDK's own chain.
 *
 * @param profile of the AWS configuration, which has the credentials
 * @param endpoint of another provider: buckets are parts of the path there
 */
public record S3AccessSettings(Optional<String> profile, Optional<String> region, Optional<URI> endpoint) {
    /** The SDK's own chain. */
    public static final S3AccessSettings OWN =
            new S3AccessSettings(Optional.empty(), Optional.empty(), Optional.empty());

    public S3AccessSettings {
        Objects.requireNonNull(profile);
        Objects.requireNonNull(region);
        Objects.requireNonNull(endpoint);
    }
}
