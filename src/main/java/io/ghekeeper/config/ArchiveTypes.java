package io.ghekeeper.config;

import java.net.URI;
import java.util.Locale;

/** The types of the section {@code archive}. */
final class ArchiveTypes {
    static final String FILE = "file";

    private static final String IDENTITY = "AGE-SECRET-KEY-";

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

    /** A public key of age. Nothing of an identity is shown. */
    static ValueType.Scalar<String> recipient() {
        return new ValueType.Scalar<>(
                "age recipient", "a public key of age, as age1 and 58 letters and digits", text -> {
                    if (text.toUpperCase(Locale.ROOT).contains(IDENTITY)) {
                        throw new ValueType.UnfitValue(
                                "this is an identity, which reads the archive: it belongs in the safe and never on the keeper");
                    }
                    if (!text.matches("age1[02-9ac-hj-np-z]{58}")) {
                        throw new ValueType.UnfitValue("");
                    }
                    return text;
                });
    }
}
