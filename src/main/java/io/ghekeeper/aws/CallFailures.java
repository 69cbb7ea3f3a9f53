package io.ghekeeper.aws;

import io.ghekeeper.failure.FailureKind;

/**
 * What the failures of a call are, beside those that all services share.
 *
 * @param service as people call it: {@code KMS}
 * @param endpoint what sets where it is, as {@code kms.endpoint}
 * @param denied the kind where it knows who asks, and refuses
 * @param ifDenied the hint then
 * @param otherwise the kind of an answer whose code is unknown here
 */
record CallFailures(String service, String endpoint, FailureKind denied, String ifDenied, FailureKind otherwise) {
    static CallFailures ofKms(String ifDenied) {
        return new CallFailures("KMS", "kms.endpoint", FailureKind.KMS_ACCESS_DENIED, ifDenied, FailureKind.AWS_FAILED);
    }

    /** @param otherwise STORE_FAILED of a store; the key's object is read by the rights to the key */
    @SuppressWarnings("MissingSummary")
    static CallFailures ofS3(String ifDenied, FailureKind otherwise) {
        FailureKind denied =
                otherwise == FailureKind.STORE_FAILED ? FailureKind.STORE_DENIED : FailureKind.KMS_ACCESS_DENIED;
        return new CallFailures("S3", "AWS_ENDPOINT_URL_S3 where it is set", denied, ifDenied, otherwise);
    }

    static CallFailures ofEc2(String ifDenied) {
        return new CallFailures(
                "EC2", "native.endpoint", FailureKind.NATIVE_DENIED, ifDenied, FailureKind.NATIVE_FAILED);
    }
}
