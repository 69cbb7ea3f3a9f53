package io.ghekeeper.config;

import io.ghekeeper.nativesnapshot.NativeSettings.VolumeTag;

/** The types of the section {@code native} alone. */
final class NativeTypes {
    private NativeTypes() {}

    /** A tag of AWS: a key of at most 128 characters, a value of at most 256; not one of AWS' own. */
    static ValueType.Scalar<VolumeTag> tag() {
        return new ValueType.Scalar<>(
                "tag",
                "the name of a tag, an equals sign and its value, of letters, digits and _ . : / + - @",
                text -> {
                    if (!text.matches("(?!aws:)[A-Za-z0-9_.:/+@-]{1,128}=[A-Za-z0-9_.:/+@ -]{1,256}")) {
                        throw new ValueType.UnfitValue("");
                    }
                    int at = text.indexOf('=');
                    return new VolumeTag(text.substring(0, at), text.substring(at + 1));
                });
    }
}
