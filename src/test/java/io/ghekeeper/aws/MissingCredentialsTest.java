package io.ghekeeper.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class MissingCredentialsTest {
    /** In its first seconds, a pod has no token, and its endpoint or the metadata service gives nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | WebIdentityTokenFileCredentialsProvider(): java.nio.file.NoSuchFileException: /var/run/token",
                "true | ContainerCredentialsProvider(): Failed to load credentials from metadata service.",
                "true | InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.",
                "false | InstanceProfileCredentialsProvider(): IMDS credentials have been disabled",
                "false | WebIdentityTokenFileCredentialsProvider(): Not authorized to perform sts:AssumeRole"
            })
    void onlyWhatComesLaterByItselfCanPass(boolean passes, String said) {
        Failure failure = new MissingCredentials(
                        "listing", SdkClientException.create("Unable to load credentials: [" + said + "]"))
                .failure();

        assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_MISSING);
        assertThat(failure.canPass()).as(failure.getMessage()).isEqualTo(passes);
    }
}
