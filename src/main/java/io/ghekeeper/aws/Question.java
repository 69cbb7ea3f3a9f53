package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;

/** A call that changes nothing outside. It may be sent again. */
record Question(String doing, String ifDenied, FailureKind otherwise) implements AwsCall {}
