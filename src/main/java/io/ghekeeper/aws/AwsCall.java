package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;

/** A call of AWS, as its failures name it. */
sealed interface AwsCall permits Question, Deed {
    /** What is done and to which object, as {@code decrypting the key}. */
    String doing();

    /** The hint where AWS knows who asks, and refuses. */
    String ifDenied();

    /** The kind of an answer whose code is unknown here. */
    FailureKind otherwise();
}
