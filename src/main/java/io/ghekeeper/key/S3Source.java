package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** An object in a bucket that holds the value, as Mint buckets do. */
record S3Source(String uri, Aws aws) implements KeySource {
    /** S3 tells a missing object as such only to those who may list the bucket. */
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
        try (S3Client client = aws.s3();
                ResponseInputStream<GetObjectResponse> object = client.getObject(
                        request -> request.bucket(parts.group(1)).key(parts.group(2)))) {
            byte[] bytes = object.readNBytes(LONGEST_VALUE + 1);
            if (bytes.length > LONGEST_VALUE) {
                object.abort();
                throw unreadable("is larger than " + LONGEST_VALUE / 1024 + " KiB, so it is no key", null);
            }
            return KeyWrapping.text(bytes);
        } catch (NoSuchBucketException e) {
            throw unreadable("cannot be read: there is no such bucket", e);
        } catch (NoSuchKeyException e) {
            throw unreadable("does not exist", e);
        } catch (SdkException e) {
            throw AwsFailures.of(e, new AwsFailures.Call("reading " + uri, DENIED, FailureKind.S3_OBJECT_UNREADABLE));
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
