package io.ghekeeper.aws;

/** A call of AWS, as its failures name it. */
sealed interface AwsCall permits Question, Deed {
    /** What is done and to which object, as {@code decrypting the key}. */
    String doing();

    /** How it can fail. */
    CallFailures failures();
}
