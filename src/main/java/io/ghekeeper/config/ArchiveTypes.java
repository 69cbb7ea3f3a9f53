package io.ghekeeper.config;

import static java.util.stream.Collectors.toCollection;

import io.ghekeeper.age.AgeRecipient;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The types of the section {@code archive}. */
final class ArchiveTypes {
    static final String FILE = "file";

    private ArchiveTypes() {}

    /** A bucket with a prefix, or a folder; a slash at the end goes. */
    static ValueType.Scalar<URI> store() {
        String wanted = "s3://BUCKET/PREFIX, or file:///PATH of a folder, of letters, digits and . _ - only";
        return new ValueType.Scalar<>("store", wanted, text -> {
            boolean bucket =
                    text.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){0,8}/?");
            boolean folder = text.matches("file://(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,32}/?");
            if (!bucket && !folder) {
                throw new ValueType.UnfitValue("");
            }
            return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        });
    }

    /** A time in which all is done once, or none. */
    static ValueType.Scalar<Optional<Duration>> within() {
        String wanted = "a duration from 1d to 365d, as 30d, or off";
        ValueType.Scalar<Duration> duration = Types.duration("1d", "365d");
        return new ValueType.Scalar<>(
                "duration or off",
                wanted,
                text -> text.equals("off")
                        ? Optional.empty()
                        : Optional.of(duration.parser().parse(text)));
    }

    /** By its name in S3. */
    static ValueType.Scalar<StorageClass> storageClass() {
        Set<String> names = Stream.of(StorageClass.values()).map(Enum::name).collect(toCollection(LinkedHashSet::new));
        return new ValueType.Scalar<>("storage class", "one of " + String.join(", ", names), text -> {
            if (!names.contains(text)) {
                throw new ValueType.UnfitValue(Types.nearest(text, names));
            }
            return StorageClass.valueOf(text);
        });
    }

    /** A public key of age. Nothing of an identity is shown. */
    static ValueType.Scalar<String> recipient() {
        return new ValueType.Scalar<>(
                "age recipient", "a public key of age, as age1 and 58 letters and digits", text -> {
                    try {
                        return new AgeRecipient(text).text();
                    } catch (Failure refused) {
                        throw new ValueType.UnfitValue(refused.getMessage());
                    }
                });
    }
}
