package io.ghekeeper.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a pod and an instance get their AWS role from, with the variables that they really have and no others. */
class AwsRolesIT {
    private static final String ROLE = "arn:aws:iam::123456789012:role/ghe-keeper";
    private static final String CONTEXT = "application=ghe-keeper";
    private static final String TOKEN_PATH = "/latest/api/token";
    private static final String ROLES_PATH = "/latest/meta-data/iam/security-credentials/";

    @TempDir
    private static Path shared;

    private static FakeKms kms;
    private static SshKeys.Pair key;

    @TempDir
    private Path folder;

    private final WireMockServer aws =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeAll
    static void encrypt() throws Exception {
        kms = FakeKms.start();
        key = SshKeys.make(shared, "id_ed25519", SshKeys.Kind.ED25519);
        Typed encrypted = type(
                shared,
                Map.of("AWS_ACCESS_KEY_ID", "AKIAPERSON", "AWS_SECRET_ACCESS_KEY", "secret"),
                key.privateKey(),
                "key",
                "encrypt",
                "--key-id",
                FakeKms.KEY_ID);
        assertThat(encrypted.status()).as(encrypted.err()).isZero();
        Files.writeString(shared.resolve("value"), encrypted.out());
    }

    @AfterAll
    static void close() {
        kms.close();
    }

    @BeforeEach
    void start() {
        aws.start();
        kms.repair();
    }

    @AfterEach
    void stop() {
        aws.stop();
    }

    @Test
    void aPodGetsTheRoleOfItsServiceAccountForItsToken() throws Exception {
        aws.stubFor(post("/").willReturn(ok("""
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult><Credentials>
                    <AccessKeyId>ASIAPOD</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                    <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                  </Credentials></AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """)));

        Typed typed = check(inAPod());

        assertThat(typed.out()).as(typed.err()).contains(key.fingerprint());
        assertThat(kms.signers())
                .singleElement()
                .asString()
                .startsWith("ASIAPOD/")
                .contains("/eu-central-1/kms/");
        aws.verify(postRequestedFor(urlEqualTo("/"))
                .withRequestBody(containing("Action=AssumeRoleWithWebIdentity"))
                .withRequestBody(containing("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fghe-keeper"))
                .withRequestBody(containing("WebIdentityToken=the-pods-token")));
    }

    @Test
    void aRoleThatDoesNotTrustThePodIsReported() throws Exception {
        aws.stubFor(post("/").willReturn(aResponse().withStatus(403).withBody("""
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message>
                </Error></ErrorResponse>
                """)));

        assertFailed(
                check(inAPod()),
                "aws-credentials-missing",
                "the pod's role may not be assumed: Not authorized to perform sts:AssumeRoleWithWebIdentity",
                "docs/iam/kubernetes-trust.json");
    }

    @Test
    void aTokenThatIsNotThereIsReported() throws Exception {
        Map<String, String> pod = inAPod();
        Files.delete(folder.resolve("token"));

        assertFailed(
                check(pod),
                "aws-credentials-missing",
                "the service account's token cannot be read: java.nio.file.NoSuchFileException: " + folder + "/token",
                "AWS_WEB_IDENTITY_TOKEN_FILE");
    }

    @Test
    void aTokenThatHasExpiredIsReported() throws Exception {
        aws.stubFor(post("/").willReturn(aResponse().withStatus(400).withBody("""
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
                <Code>ExpiredTokenException</Code><Message>Token expired: current date/time 1 must be before 0</Message>
                </Error></ErrorResponse>
                """)));

        assertFailed(check(inAPod()), "aws-credentials-expired", "the service account's token has expired", "clock");
    }

    @Test
    void anStsThatCannotBeReachedIsReported() throws Exception {
        Map<String, String> pod = inAPod();
        pod.put("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");

        assertFailed(check(pod), "aws-unreachable", "STS cannot be reached", "sts.REGION.amazonaws.com");
    }

    @Test
    void anInstanceGetsItsRoleByATokenOfItsOwn() throws Exception {
        aws.stubFor(put(TOKEN_PATH).willReturn(ok("imds-token")));
        serveTheRole(true);

        Typed typed = check(onAnInstance());

        assertThat(typed.out()).as(typed.err()).contains(key.fingerprint());
        assertThat(kms.signers())
                .singleElement()
                .asString()
                .as("the instance's region goes before kms.region")
                .startsWith("ASIAINSTANCE/")
                .contains("/eu-central-1/kms/");
    }

    /** What a container sees at a hop limit of 1, where the instance still serves those without a token. */
    @Test
    void anInstanceThatAnswersWithoutATokenDoesWhereTheTokenNeverArrives() throws Exception {
        aws.stubFor(put(TOKEN_PATH).willReturn(ok("too late").withFixedDelay(30_000)));
        serveTheRole(false);

        Typed typed = check(onAnInstance());

        assertThat(typed.out()).as(typed.err()).contains(key.fingerprint());
    }

    @Test
    void aHopLimitThatKeepsAContainerFromItsRoleIsReported() throws Exception {
        aws.stubFor(put(TOKEN_PATH).willReturn(ok("too late").withFixedDelay(30_000)));
        aws.stubFor(get(ROLES_PATH).willReturn(aResponse().withStatus(401)));

        assertFailed(
                check(onAnInstance()),
                "aws-credentials-missing",
                "there are no AWS credentials, and the instance's metadata service gives none",
                "--http-put-response-hop-limit 2");
    }

    @Test
    void aMissingRoleIsReported() throws Exception {
        assertFailed(
                check(Map.of("AWS_EC2_METADATA_DISABLED", "true")),
                "aws-credentials-missing",
                "decrypting the key by KMS failed: there are no AWS credentials\n",
                "AWS_ACCESS_KEY_ID");
    }

    @Test
    void aRoleThatMayNotDecryptIsReportedWithItsEncryptionContext() throws Exception {
        kms.fail(400, "AccessDeniedException");

        assertFailed(
                check(Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "secret")),
                "kms-access-denied",
                "access denied",
                "Allow kms:Decrypt",
                "kms.encryption-context (now {application=ghe-keeper})");
    }

    @Test
    void theConfiguredRegionStandsInWhereNothingElseNamesOneAndNullTakesItAway() throws Exception {
        Map<String, String> person = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_EC2_METADATA_DISABLED", "true"));
        person.put("GHE_KEEPER_KMS_REGION", "eu-north-1");

        assertThat(check(person).status()).isZero();
        assertThat(kms.signers()).singleElement().asString().contains("/eu-north-1/kms/");

        person.put("AWS_REGION", "eu-west-3");
        kms.repair();
        assertThat(check(person).status()).isZero();
        assertThat(kms.signers()).singleElement().asString().contains("/eu-west-3/kms/");

        person.remove("AWS_REGION");
        person.put("GHE_KEEPER_KMS_REGION", "null");
        person.remove("GHE_KEEPER_KMS_ENDPOINT");
        assertThat(check(person).status())
                .as("at an endpoint of its own, any region does")
                .isZero();
    }

    private Map<String, String> inAPod() throws IOException {
        Files.writeString(folder.resolve("token"), "the-pods-token");
        return new HashMap<>(Map.of(
                "AWS_ROLE_ARN",
                ROLE,
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                folder.resolve("token").toString(),
                "AWS_REGION",
                "eu-central-1",
                "AWS_STS_REGIONAL_ENDPOINTS",
                "regional",
                "AWS_ENDPOINT_URL_STS",
                aws.baseUrl(),
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    }

    private Map<String, String> onAnInstance() {
        return Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", aws.baseUrl());
    }

    private void serveTheRole(boolean withToken) {
        Map<String, String> answers = Map.of(
                ROLES_PATH,
                "ghe-keeper",
                ROLES_PATH + "ghe-keeper",
                """
                        {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIAINSTANCE", "SecretAccessKey": "secret",
                         "Token": "session", "LastUpdated": "2026-01-01T00:00:00Z", "Expiration": "2099-01-01T00:00:00Z"}
                        """,
                "/latest/dynamic/instance-identity/document",
                "{\"region\": \"eu-central-1\"}");
        answers.forEach((path, answer) -> {
            var request = get(path);
            if (withToken) {
                request.withHeader("x-aws-ec2-metadata-token", equalTo("imds-token"));
            }
            aws.stubFor(request.willReturn(ok(answer)));
        });
    }

    private static void assertFailed(Typed typed, String code, String message, String... hints) {
        assertThat(typed.status()).isNotZero();
        assertThat(typed.err()).contains("[" + code + "]", message);
        String hint = typed.err()
                .lines()
                .filter(line -> line.startsWith("HINT"))
                .findFirst()
                .orElseThrow();
        assertThat(hint).contains(hints).doesNotContain("CredentialsProvider");
        assertThat(typed.err()).doesNotContain("CredentialsProvider");
    }

    private Typed check(Map<String, String> environment) throws Exception {
        return type(folder, environment, Path.of("/dev/null"), "key", "check");
    }

    private record Typed(int status, String out, String err) {}

    /** Nothing of this machine's own AWS settings is inherited. */
    private static Typed type(Path folder, Map<String, String> environment, Path input, String... arguments)
            throws Exception {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of("bin/ghe-keeper").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME"));
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        folder.toString(),
                        "GHE_KEEPER_APPLIANCE_HOST",
                        "github.example.com",
                        "GHE_KEEPER_KEY_SOURCE",
                        "file",
                        "GHE_KEEPER_KEY_FILE",
                        shared.resolve("value").toString(),
                        "GHE_KEEPER_KMS_ENDPOINT",
                        kms.endpoint().toString(),
                        "GHE_KEEPER_KMS_ENCRYPTION_CONTEXT",
                        CONTEXT));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Typed(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }
}
