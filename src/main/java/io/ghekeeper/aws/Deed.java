package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;

/**
 * A call that creates or deletes something outside. It is sent once: after a lost answer, only a question to AWS can show
 * whether the call was executed.
 */
record Deed(String doing, String ifDenied, FailureKind otherwise) implements AwsCall {}
