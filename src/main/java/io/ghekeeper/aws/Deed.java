package io.ghekeeper.aws;

/**
 * A call that creates or deletes something outside. It is sent once: after a lost answer, only a question to AWS can show
 * whether the call was executed.
 */
record Deed(String doing, CallFailures failures) implements AwsCall {}
