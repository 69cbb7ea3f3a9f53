package io.ghekeeper.aws;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How AWS is reached.
 *
 * @param region used when the SDK's own chain (environment, profile, instance metadata) names none
 * @param endpoint stands in for the KMS endpoint of the region
 * @param encryptionContext must equal the one that the value was encrypted with; empty means none
 */
public record KmsSettings(Optional<String> region, Optional<URI> endpoint, Map<String, String> encryptionContext) {
    public KmsSettings {
        Objects.requireNonNull(region);
        Objects.requireNonNull(endpoint);
        encryptionContext = Map.copyOf(encryptionContext);
    }
}
