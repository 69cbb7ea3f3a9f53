package io.ghekeeper.aws;

/** A call that changes nothing outside. It may be sent again. */
record Question(String doing, CallFailures failures) implements AwsCall {}
