package io.ghekeeper.key;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Bucket;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An object in a bucket that holds the value, as Mint buckets do. */
record S3Source(String uri, Aws aws) implements KeySource {
    /** S3 reports a missing object as missing only to a role that may list the bucket. */
    private static final String DENIED = "Allow s3:GetObject on it in the role's policy (docs/iam), and check"
            + " key.s3-uri: S3 refuses a missing object like this, too.";

    private static final Pattern URI = Pattern.compile("s3://([^/]+)/(.+)");

    @Override
    public String read() {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "key.s3-uri is " + uri,
                    "Write it as s3://bucket/path/of/the/object.");
        }
        try (Bucket bucket = aws.bucket(parts.group(1), DENIED, FailureKind.S3_OBJECT_UNREADABLE)) {
            Bucket.ObjectPart object = bucket.get(parts.group(2), Optional.empty(), Optional.empty())
                    .orElseThrow(() -> unreadable("does not exist", null));
            try (InputStream stream = object.bytes()) {
                byte[] bytes = stream.readNBytes(LONGEST_VALUE + 1);
                if (bytes.length > LONGEST_VALUE) {
                    object.abort();
                    throw unreadable("is larger than " + LONGEST_VALUE / 1024 + " KiB, so it is not a key", null);
                }
                return KeyWrapping.text(bytes);
            }
        } catch (IOException e) {
            throw unreadable("cannot be read: " + FileError.words(e), e);
        }
    }

    private Failure unreadable(String why, Exception cause) {
        return new Failure(
                FailureKind.S3_OBJECT_UNREADABLE,
                uri + " " + why,
                "Check key.s3-uri and the role's rights to it.",
                cause);
    }

    @Override
    public String place() {
        return "the object " + uri;
    }
}
