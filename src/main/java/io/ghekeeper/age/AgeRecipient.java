package io.ghekeeper.age;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A public key of age, of the kind X25519, as {@code age-keygen -y} prints it: what was encrypted for it is read with its
 * identity only.
 *
 * @param text 62 characters, {@code age1} first
 */
public record AgeRecipient(String text) {
    private static final String PREFIX = "age1";
    private static final int LENGTH = 62;
    private static final int SHOWN = 12;
    private static final String HINT =
            "Give what age-keygen -y prints for an identity: age1 and 58 small letters and digits";

    /**
     * Checks it. No failure has more of the text than the begin of what is a recipient by its first letters.
     *
     * @throws Failure CONFIGURATION_INVALID when it is none
     */
    public AgeRecipient {
        requireNoSecret(text);
        if (!text.startsWith(PREFIX)) {
            throw invalid("a recipient of the archive does not begin with " + PREFIX);
        }
        String shown = text.substring(0, Math.min(SHOWN, text.length()));
        if (text.lastIndexOf('1') >= PREFIX.length()) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "the recipient " + shown
                            + "... of the archive needs a plugin of age, and plugins are not supported",
                    HINT);
        }
        if (text.length() != LENGTH) {
            throw invalid("the recipient " + shown + "... of the archive has " + text.length() + " characters, and not "
                    + LENGTH);
        }
        if (!Bech32.isValid(text)) {
            throw invalid("the recipient " + shown + "... of the archive has a typing error: its checksum is wrong");
        }
    }

    /**
     * All recipients of an archive, in their order.
     *
     * @throws Failure CONFIGURATION_INVALID with the first that is none or is there twice; when there is none
     */
    public static List<AgeRecipient> all(List<String> texts) {
        List<AgeRecipient> all = new ArrayList<>();
        for (String text : texts) {
            AgeRecipient recipient = new AgeRecipient(text);
            if (all.contains(recipient)) {
                throw invalid("the recipient " + text.substring(0, SHOWN) + "... of the archive is there twice");
            }
            all.add(recipient);
        }
        if (all.isEmpty()) {
            throw invalid("the archive has no recipient");
        }
        return List.copyOf(all);
    }

    /** Also where blanks, another case or quotes hide it. */
    private static void requireNoSecret(String text) {
        String letters = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        if (letters.contains("AGESECRETKEY") || letters.contains("PRIVATEKEY") || letters.contains("AGEPLUGIN")) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "a recipient of the archive is a secret key, which must not be here",
                    "Take it away from here, and give what age-keygen -y prints for it. Others who may have read it can read the"
                            + " archive: use another key then.");
        }
    }

    private static Failure invalid(String message) {
        return new Failure(FailureKind.CONFIGURATION_INVALID, message, HINT);
    }

    @Override
    public String toString() {
        return text;
    }
}
