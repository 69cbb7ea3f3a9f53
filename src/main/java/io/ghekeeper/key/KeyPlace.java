package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;

/**
 * Where a private key was read, for messages.
 *
 * @param words as {@code the key file /etc/ghe-keeper/secret/kms_private_ssh_key}
 */
record KeyPlace(String words) {
    static final String MAKE_ANOTHER = "Make another one: ssh-keygen -t ed25519 -N '' -f id_ed25519";
    static final String PUT_VALUE = "Put the value there that ghe-keeper key encrypt prints.";
    private static final String COPY_AGAIN = "Copy the whole key again, from its BEGIN line to its END line.";

    /** @param why goes on after the place, as {@code is cut off}; never with a piece of the key */
    Failure refusal(String why, String hint) {
        return new Failure(FailureKind.KEY_NOT_A_PRIVATE_KEY, words + " " + why, hint);
    }

    Failure damaged(String why) {
        return refusal("is damaged: " + why, COPY_AGAIN);
    }

    Failure cutOff(String missing) {
        return refusal("is cut off: " + missing, COPY_AGAIN);
    }

    Failure hasPassphrase() {
        return new Failure(
                FailureKind.KEY_HAS_PASSPHRASE,
                words + " needs a passphrase, which ghe-keeper cannot type",
                "Take it off with: ssh-keygen -p -N '' -f FILE; KMS is what protects the key.");
    }
}
