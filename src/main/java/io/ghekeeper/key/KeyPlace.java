package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;

/**
 * Where a private key was read, for messages.
 *
 * @param words as {@code the key file /etc/ghe-keeper/secret/kms_private_ssh_key}
 */
record KeyPlace(String words) {
    /** @param why goes on after the place, as {@code is cut off}; never with a piece of the key */
    Failure refusal(String why, String hint) {
        return new Failure(FailureKind.KEY_NOT_A_PRIVATE_KEY, words + " " + why, hint);
    }

    Failure damaged(String why) {
        return refusal("is damaged: " + why, "Copy the whole key again, from its BEGIN line to its END line.");
    }

    Failure cutOff(String missing) {
        return refusal("is cut off: " + missing, "Copy the whole key again, from its BEGIN line to its END line.");
    }

    Failure hasPassphrase() {
        return new Failure(
                FailureKind.KEY_HAS_PASSPHRASE,
                words + " needs a passphrase, and nobody is there to type it",
                "Take it off with: ssh-keygen -p -N '' -f FILE; KMS is what protects the key.");
    }
}
