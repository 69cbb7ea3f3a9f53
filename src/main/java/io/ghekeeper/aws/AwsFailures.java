package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What AWS's errors mean for a person. Error codes are those of the KMS API reference, of EC2's, and of the errors
 * common to all services.
 */
final class AwsFailures {
    private static final int LONGEST_MESSAGE = 300;

    /** The JDK drops the body of such an answer, and with it AWS's own code. */
    private static final int UNAUTHORIZED = 401;

    private static final Set<String> EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");

    /** Of EC2, of S3 and of services behind SigV4; none of them speaks of credentials. */
    private static final Set<String> WRONG_TIME =
            Set.of("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");

    private static final Pattern SIGNED_AT_WRONG_TIME = Pattern.compile("(?i)signature (?:expired|not yet current)");
    private static final Set<String> THROTTLED =
            Set.of("RequestLimitExceeded", "EC2ThrottledException", "Throttling", "SlowDown");

    /** Of S3: another request changes the same object; the request's body came too slowly. */
    private static final Set<String> PASSING =
            Set.of("ConditionalRequestConflict", "OperationAborted", "RequestTimeout");

    private static final Set<String> UNKNOWN_CREDENTIALS = Set.of(
            "AuthFailure",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken");
    private static final Set<String> KEY_UNUSABLE = Set.of(
            "NotFoundException",
            "IncorrectKeyException",
            "DisabledException",
            "KMSInvalidStateException",
            "KeyUnavailableException",
            "InvalidKeyUsageException",
            "InvalidArnException");

    /** Of S3, to who reads an object of a Glacier class; with the status of a refusal, and it is none. */
    private static final String COLD = "InvalidObjectState";

    /** Before KMS's own code, where S3 encrypts by a key of KMS. */
    private static final String OF_KMS = "KMS.";

    private static final Pattern NO_PROFILE = Pattern.compile("no credentials for profile '([^']*)'");

    private AwsFailures() {}

    /** The failure to throw for an exception of the SDK. */
    static Failure of(SdkException e, AwsCall call) {
        return of(e, call, isRefused(e));
    }

    /**
     * The same of a service that has a rule of its own for what was refused.
     *
     * @param refused whether it is certain that nothing was done
     */
    static Failure of(SdkException e, AwsCall call, boolean refused) {
        Failure failure = e instanceof AwsServiceException answer ? answered(answer, call) : unanswered(e, call);
        if (!(call instanceof Deed) || refused) {
            return failure;
        }
        String words = failure.getMessage() + "; it may have been done";
        return failure.canPass()
                ? Failure.passing(failure.kind(), words, failure.hint(), failure)
                : new Failure(failure.kind(), words, failure.hint(), failure);
    }

    /** Whether it is certain that nothing was done: AWS said so, or nothing was sent. */
    static boolean isRefused(SdkException e) {
        return e instanceof AwsServiceException answer
                ? answer.statusCode() < 500 || S3Calls.isUnknown(answer)
                : isWithoutCredentials(e);
    }

    private static boolean isWithoutCredentials(SdkException e) {
        return isUnsigned(e)
                || NO_PROFILE.matcher(String.valueOf(e.getMessage())).find();
    }

    private static boolean isUnsigned(SdkException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("unable to load credentials");
    }

    private static Failure answered(AwsServiceException e, AwsCall call) {
        String doing = call.doing();
        FailureKind otherwise = call.failures().otherwise();
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        String keyCode = code.startsWith(OF_KMS) ? code.substring(OF_KMS.length()) : code;
        String said = code + ": "
                + brief(e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorMessage());
        if (WRONG_TIME.contains(code) || SIGNED_AT_WRONG_TIME.matcher(said).find()) {
            return failure(
                    FailureKind.AWS_FAILED,
                    doing + " failed: " + times(e),
                    said,
                    "Set this machine's clock by NTP; a container has that of its host.",
                    e);
        }
        if (EXPIRED.contains(code)) {
            return failure(
                    FailureKind.AWS_CREDENTIALS_EXPIRED,
                    doing + " failed: the AWS credentials have expired",
                    said,
                    "Renew them; in a pod, check that the service account's token is mounted and fresh.",
                    e);
        }
        if (UNKNOWN_CREDENTIALS.contains(code) || e.statusCode() == UNAUTHORIZED) {
            return failure(
                    FailureKind.AWS_CREDENTIALS_MISSING,
                    doing + " failed: AWS does not know the credentials",
                    said,
                    "Check the access key, or the role of the pod or instance.",
                    e);
        }
        if (e.isThrottlingException() || THROTTLED.contains(code) || e.statusCode() == 429) {
            return failure(
                    FailureKind.AWS_THROTTLED,
                    doing + " failed: AWS asks to slow down" + (call instanceof Deed ? "" : ", after several tries"),
                    said,
                    "Wait some minutes; look for what else calls "
                            + call.failures().service() + " in this account.",
                    e);
        }
        if (code.equals(COLD)) {
            return failure(
                    FailureKind.ARCHIVE_COLD,
                    doing + " failed: it is in a storage class from which nothing is read at once",
                    said,
                    "Warm it up: ghe-keeper restore HOST --from-archive --snapshot ID --warm-up bulk. Then begin again.",
                    e);
        }
        if (code.startsWith("AccessDenied")
                || code.equals("UnauthorizedOperation")
                || (e.statusCode() == 403 && !KEY_UNUSABLE.contains(keyCode))) {
            CallFailures denial = call.failures();
            return failure(denial.denied(), doing + " failed: access denied", said, denial.ifDenied(), e);
        }
        if (KEY_UNUSABLE.contains(keyCode)) {
            return failure(
                    FailureKind.KMS_KEY_UNUSABLE,
                    doing + " failed: the KMS key is not there or cannot be used",
                    said,
                    "Check the key id, its region and that it is enabled.",
                    e);
        }
        if (code.equals("InvalidCiphertextException")) {
            return failure(
                    FailureKind.KMS_CIPHERTEXT_REFUSED,
                    doing + " failed: KMS does not accept the ciphertext",
                    said,
                    "Check kms.encryption-context and kms.region against those of the encryption; else encrypt the key again.",
                    e);
        }
        String answered = doing + " failed: AWS answered " + e.statusCode();
        if (S3Calls.isUnknown(e)) {
            return failure(
                    otherwise,
                    answered,
                    said,
                    "The store does not know this request: ghe-keeper archive check tries what it knows.",
                    e);
        }
        if (e.statusCode() >= 500) {
            return Failure.passing(
                    FailureKind.AWS_FAILED,
                    words(answered, said),
                    "It is a fault on AWS's side or between; try again.",
                    e);
        }
        return PASSING.contains(code)
                ? Failure.passing(otherwise, words(answered, said), "Try again in a moment.", e)
                : failure(otherwise, answered, said, "Read what AWS said, and check the configuration.", e);
    }

    /** Both clocks: AWS's is the date of its answer. */
    private static String times(AwsServiceException e) {
        String here = "AWS refuses the time of the request; the clock here says "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(answer -> answer.firstMatchingHeader("Date"))
                .flatMap(BucketFacts::instant)
                .map(aws -> here + ", that of AWS " + aws)
                .orElse(here);
    }

    private static Failure unanswered(SdkException e, AwsCall call) {
        String doing = call.doing();
        String way = "Check the network's way to " + call.failures().service() + ", and "
                + call.failures().endpoint() + ".";
        if (isUnsigned(e)) {
            return new MissingCredentials(doing, e).failure();
        }
        Matcher profile = NO_PROFILE.matcher(String.valueOf(e.getMessage()));
        if (profile.find()) {
            return new Failure(
                    FailureKind.AWS_CREDENTIALS_MISSING,
                    doing + " failed: the AWS configuration has no credentials in the profile " + profile.group(1),
                    "Give the profile its credentials in AWS_SHARED_CREDENTIALS_FILE, or set another copy.profile.",
                    e);
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return new Failure(FailureKind.AWS_UNREACHABLE, doing + " failed: AWS did not answer in time", way, e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof UnknownHostException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof SSLException) {
                return new Failure(
                        FailureKind.AWS_UNREACHABLE,
                        doing + " failed: AWS cannot be reached: " + brief(unreached(cause)),
                        way,
                        e);
            }
        }
        return new Failure(
                FailureKind.AWS_FAILED,
                doing + " failed: " + brief(e.getMessage()),
                "Read what the AWS SDK said, and check the configuration.",
                e);
    }

    private static String unreached(Throwable cause) {
        if (cause instanceof UnknownHostException unknown) {
            return "the name " + unknown.getMessage() + " cannot be resolved";
        }
        return cause instanceof IOException failed ? FileError.words(failed) : String.valueOf(cause.getMessage());
    }

    private static Failure failure(FailureKind kind, String message, String said, String hint, Exception cause) {
        return new Failure(kind, words(message, said), hint, cause);
    }

    private static String words(String message, String said) {
        return said.equals("null: null") ? message : message + " (" + said + ")";
    }

    /** One line, bounded, and without anything that looks like a key or a ciphertext. */
    static String brief(String message) {
        String line = PlainText.of(String.valueOf(message)).replaceAll("[A-Za-z0-9+/=_-]{80,}", "***");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) : line;
    }
}
