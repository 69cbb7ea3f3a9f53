package io.ghekeeper.key;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the key's value comes from and where the decrypted key may lie for the length of a run.
 *
 * @param file what the sources {@code KUBERNETES_SECRET}, {@code TAUPAGE} and {@code FILE} read
 * @param environmentVariable the variable that {@link Source#ENVIRONMENT} reads
 * @param s3Uri {@code s3://bucket/key} of the object that {@link Source#S3} reads
 * @param directory memory-backed directory for the decrypted key
 * @param allowPersistentDirectory accept a {@code directory} that is on a disk
 */
public record KeySettings(
        Source source,
        Path file,
        String environmentVariable,
        Optional<String> s3Uri,
        Path directory,
        boolean allowPersistentDirectory) {

    /** Where the value is kept between runs. */
    public enum Source {
        KUBERNETES_SECRET,
        TAUPAGE,
        S3,
        ENVIRONMENT,
        FILE
    }

    public KeySettings {
        Objects.requireNonNull(source);
        Objects.requireNonNull(file);
        Objects.requireNonNull(environmentVariable);
        Objects.requireNonNull(s3Uri);
        Objects.requireNonNull(directory);
    }
}
