package io.ghekeeper.config;

import io.ghekeeper.nativesnapshot.NativeSettings.VolumeTag;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeLock;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeLockMode;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of the section {@code native} alone. */
final class NativeTypes {
    static final String REGION = "[a-z]{2,8}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2}";

    private static final String KEY = "[A-Za-z0-9:/_-]{1,256}";
    private static final Pattern LOCK =
            Pattern.compile("(governance|compliance) ([1-9][0-9]{0,4})d(?:, not deletable for ([1-9][0-9]{0,4})d)?");
    private static final Pattern COPY = Pattern.compile(
            "(" + REGION + ")(?: keep ([1-9][0-9]{0,3}))?(?: key (" + KEY + "))?(?: endpoint (\\S{1,256}))?");
    private static final int MOST_DAYS = 36_500;
    private static final int MOST_COPIES = 1000;
    private static final int STANDARD_COPIES = 7;

    private NativeTypes() {}

    /** A lock of EBS without its time to cool off; nothing for {@code off}. */
    static ValueType.Scalar<Optional<NativeLock>> lock() {
        String wanted = "off, governance 7d, or compliance 30d, not deletable for 30d, with a number of days up to "
                + MOST_DAYS + "; of compliance both numbers are the same";
        return new ValueType.Scalar<>("lock", wanted, text -> {
            if (text.equals("off")) {
                return Optional.empty();
            }
            Matcher lock = LOCK.matcher(text);
            if (!lock.matches() || Integer.parseInt(lock.group(2)) > MOST_DAYS) {
                throw new ValueType.UnfitValue("");
            }
            NativeLockMode mode = NativeLockMode.valueOf(lock.group(1).toUpperCase(Locale.ROOT));
            if (!Objects.equals(lock.group(3), mode == NativeLockMode.COMPLIANCE ? lock.group(2) : null)) {
                throw new ValueType.UnfitValue("");
            }
            return Optional.of(new NativeLock(mode, Integer.parseInt(lock.group(2))));
        });
    }

    /** Where copies are to be, with which key, and how many stay. */
    static ValueType.Scalar<NativeCopy> copy() {
        String wanted = "the name of an AWS region, then, in this order and each where it is needed:"
                + " keep and a number from 1 to " + MOST_COPIES + ", key and a KMS key's id, ARN or alias/NAME of that"
                + " region, endpoint and the address of EC2 there";
        return new ValueType.Scalar<>("copy", wanted, text -> {
            Matcher copy = COPY.matcher(text);
            if (!copy.matches()) {
                throw new ValueType.UnfitValue("");
            }
            int keep = copy.group(2) == null ? STANDARD_COPIES : Integer.parseInt(copy.group(2));
            if (keep > MOST_COPIES) {
                throw new ValueType.UnfitValue("at most " + MOST_COPIES + " are kept");
            }
            return new NativeCopy(copy.group(1), keep, Optional.ofNullable(copy.group(3)), endpoint(copy.group(4)));
        });
    }

    private static Optional<URI> endpoint(String text) throws ValueType.UnfitValue {
        return text == null
                ? Optional.empty()
                : Optional.of(Types.endpoint().parser().parse(text));
    }

    /** An account of AWS. Never all accounts. */
    static ValueType.Scalar<String> account() {
        return Types.text("AWS account", "the number of an AWS account, 12 digits in quotes", "[0-9]{12}");
    }

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
