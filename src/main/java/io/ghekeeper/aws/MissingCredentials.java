package io.ghekeeper.aws;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why there are no AWS credentials. The SDK asks one provider after the other and joins what each reported to one long
 * message; only that of the one that this deployment goes by is of any use to a person.
 */
record MissingCredentials(String doing, SdkException cause) {
    private static final Pattern WEB_IDENTITY = said("WebIdentityTokenFileCredentialsProvider");
    private static final Pattern CONTAINER = said("ContainerCredentialsProvider");
    private static final Pattern INSTANCE = said("InstanceProfileCredentialsProvider");

    private static Pattern said(String provider) {
        return Pattern.compile(provider + "\\(\\): (.*?)(?=, [A-Za-z]+CredentialsProvider\\(|]$|$)", Pattern.DOTALL);
    }

    /**
     * Of kind AWS_CREDENTIALS_MISSING, AWS_CREDENTIALS_EXPIRED or AWS_UNREACHABLE. In its first seconds, a pod or instance may
     * have no token, and its endpoint or metadata service may give nothing: that can pass.
     */
    Failure failure() {
        String pod = words(WEB_IDENTITY);
        if (!pod.isEmpty() && !pod.contains("must be set")) {
            return ofServiceAccount(pod);
        }
        String container = words(CONTAINER);
        if (!container.isEmpty() && !container.contains("environment variables are set")) {
            return passing(
                    "the pod's or task's own endpoint gives no AWS credentials: " + container,
                    "Check that a role is associated with the pod's service account, or with the task.");
        }
        return words(INSTANCE).contains("Failed to load")
                ? passing(
                        "there are no AWS credentials, and the instance's metadata service gives none",
                        "Give the instance a role; in a container on EC2, raise the hop limit: aws ec2"
                                + " modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id I; in a"
                                + " pod, annotate the service account with eks.amazonaws.com/role-arn.")
                : failure(
                        FailureKind.AWS_CREDENTIALS_MISSING,
                        "there are no AWS credentials",
                        "Give the pod or instance a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }

    /** A pod with a role of its own (IRSA): the SDK takes its token to STS. */
    private Failure ofServiceAccount(String said) {
        if (said.contains("nio.file.")) {
            return passing(
                    "the service account's token cannot be read: " + said,
                    "Check AWS_WEB_IDENTITY_TOKEN_FILE, that the pod was made after its service account was annotated,"
                            + " and that its fsGroup lets this user read the token.");
        }
        if (said.contains("Unable to execute HTTP request") || said.contains("did not complete")) {
            return failure(
                    FailureKind.AWS_UNREACHABLE,
                    "STS cannot be reached, which gives the pod its role: " + said,
                    "Open the way to sts.REGION.amazonaws.com on port 443: NAT or a VPC endpoint, and the network"
                            + " policy.");
        }
        if (said.contains("expired")) {
            return failure(
                    FailureKind.AWS_CREDENTIALS_EXPIRED,
                    "the service account's token has expired: " + said,
                    "Check that the clock is right, and delete the pod if the kubelet no longer renews its token.");
        }
        return failure(
                FailureKind.AWS_CREDENTIALS_MISSING,
                "the pod's role may not be assumed: " + said,
                "Make the trust policy of the role in AWS_ROLE_ARN name this cluster's OIDC provider, this namespace and"
                        + " service account, and sts.amazonaws.com (docs/iam/kubernetes-trust.json).");
    }

    private String words(Pattern provider) {
        Matcher words = provider.matcher(String.valueOf(cause.getMessage()));
        return words.find() ? AwsFailures.brief(words.group(1)) : "";
    }

    private Failure passing(String why, String hint) {
        return Failure.passing(FailureKind.AWS_CREDENTIALS_MISSING, doing + " failed: " + why, hint, cause);
    }

    private Failure failure(FailureKind kind, String why, String hint) {
        return new Failure(kind, doing + " failed: " + why, hint, cause);
    }
}
