package io.ghekeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The stand-in of EC2 refuses what EC2 refuses. Requests are signed here by the SDK, and sent as they are. */
class FakeEc2IT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String CREATE = "Action=CreateSnapshot&VolumeId=" + VOLUME;
    private static final String LIST = "Action=DescribeSnapshots&Owner.1=self";
    private static final Pattern TOKEN = Pattern.compile("<nextToken>(.*)</nextToken>");

    private FakeEc2 fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEc2();
        fake.ebs().volume(VOLUME, 200, Map.of());
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private HttpResponse<String> send(String form) throws Exception {
        return send(form, form);
    }

    /** Sends another form than the one that was signed. */
    private HttpResponse<String> send(String signedForm, String sentForm) throws Exception {
        String version = "&Version=2016-11-15";
        ContentStreamProvider content = ContentStreamProvider.fromUtf8String(signedForm + version);
        Map<String, String> keys = fake.properties();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(
                                keys.get("aws.accessKeyId"), keys.get("aws.secretAccessKey")))
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.POST)
                                .uri(URI.create(fake.endpoint() + "/"))
                                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                                .build())
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, keys.get("aws.region")))
                .request();
        HttpRequest.Builder request = HttpRequest.newBuilder(signed.getUri())
                .POST(BodyPublishers.ofString(sentForm + version, StandardCharsets.US_ASCII));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                request.header(name, values.get(0));
            }
        });
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.body()).contains("<Code>" + code + "</Code>");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void refusesAFormThatWasChangedAfterItWasSigned() throws Exception {
        assertThat(send(LIST).statusCode()).isEqualTo(200);

        assertRefused(send(LIST, CREATE), 400, "SignatureDoesNotMatch");
        assertThat(fake.ebs().ids()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Action=StopInstances, InvalidAction",
        "Action=DescribeSnapshots&Owner=self, UnknownParameter",
        "Action=DeleteSnapshot&SnapshotId.1=snap-01234567, UnknownParameter",
        "Action=DeleteSnapshot&SnapshotId=snap-x, InvalidSnapshotID.Malformed",
        "Action=DeleteSnapshot&SnapshotId=snap-01234567, InvalidSnapshot.NotFound",
        "Action=DescribeVolumes&VolumeId.1=../x, InvalidVolumeID.Malformed",
        "Action=DescribeVolumes&VolumeId.1=vol-01234567, InvalidVolume.NotFound",
        "Action=DescribeSnapshots&Filter.1.Name=colour&Filter.1.Value.1=red, InvalidParameterValue",
        "Action=DescribeSnapshots&MaxResults=4, InvalidParameterValue",
        "Action=DescribeSnapshots&MaxResults=1001, InvalidParameterValue",
        "Action=DescribeSnapshots&MaxResults=5&SnapshotId.1=snap-01234567, InvalidParameterCombination",
        "Action=DescribeSnapshots&NextToken=page-2, InvalidParameterValue",
        "Action=CreateSnapshot&VolumeId=vol-01234567, InvalidVolume.NotFound",
    })
    void refusesWhatEc2DoesNotKnow(String form, String code) throws Exception {
        assertRefused(send(form), 400, code);
    }

    private static String tags(int count, String key, String value) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "&TagSpecification.1.Tag." + i + ".Key=" + key + (count == 1 ? "" : i)
                        + "&TagSpecification.1.Tag." + i + ".Value=" + value)
                .collect(Collectors.joining("", "&TagSpecification.1.ResourceType=snapshot", ""));
    }

    @Test
    void holdsTagsToTheirLimits() throws Exception {
        assertThat(send(CREATE + tags(50, "k", "v")).statusCode()).isEqualTo(200);
        assertThat(send(CREATE + tags(1, "k".repeat(128), "v".repeat(256))).statusCode())
                .isEqualTo(200);

        assertRefused(send(CREATE + tags(51, "k", "v")), 400, "TagLimitExceeded");
        assertRefused(send(CREATE + tags(1, "k".repeat(129), "v")), 400, "InvalidParameterValue");
        assertRefused(send(CREATE + tags(1, "k", "v".repeat(257))), 400, "InvalidParameterValue");
        assertRefused(send(CREATE + tags(1, "aws:k", "v")), 400, "InvalidParameterValue");
        assertThat(fake.ebs().ids()).hasSize(2);
    }

    @Test
    void aTokenLeadsOnInItsOwnListOnly() throws Exception {
        for (int i = 0; i < 3; i++) {
            fake.ebs().plant(VOLUME, Instant.now(), Map.of());
        }
        Matcher token = TOKEN.matcher(send(LIST).body());
        assertThat(token.find()).isTrue();
        String next = "&NextToken=" + token.group(1);

        assertThat(send(LIST + next).body()).contains(fake.ebs().ids().get(2)).doesNotContain("nextToken");
        assertRefused(send("Action=DescribeSnapshots" + next), 400, "InvalidParameterValue");
    }

    @Test
    void showsSnapshotsOfOthersToWhoDoesNotAskForTheirOwn() throws Exception {
        String foreign = fake.ebs().plant("999988887777", VOLUME, Instant.now(), "", Map.of());

        assertThat(send("Action=DescribeSnapshots").body()).contains(foreign);
        assertThat(send(LIST).body()).doesNotContain(foreign);
        assertRefused(send("Action=DeleteSnapshot&SnapshotId=" + foreign), 400, "InvalidSnapshot.NotFound");
    }

    @Test
    void hidesANewSnapshotForSomeQuestions() throws Exception {
        fake.ebs().hideNewFor(2);
        send(CREATE);
        String id = fake.ebs().ids().get(0);

        assertThat(send(LIST).body()).doesNotContain(id);
        assertRefused(send(LIST + "&SnapshotId.1=" + id), 400, "InvalidSnapshot.NotFound");
        assertThat(send(LIST).body()).contains(id);
    }

    @Test
    void limitsHowManySnapshotsOfAVolumeArePending() throws Exception {
        fake.ebs().limitRates();
        for (int i = 0; i < 5; i++) {
            fake.clockOff(Duration.ofSeconds(16L * i));
            assertThat(send(CREATE).statusCode()).isEqualTo(200);
        }
        fake.clockOff(Duration.ofSeconds(16L * 5));

        assertRefused(send(CREATE), 400, "ConcurrentSnapshotLimitExceeded");
        fake.ebs().complete();
        assertThat(send(CREATE).statusCode()).isEqualTo(200);
    }

    @Test
    void aTrialOfARightMakesNothing() throws Exception {
        AtomicInteger made = new AtomicInteger();
        fake.ebs().atCreation(made::incrementAndGet);

        assertRefused(send(CREATE + "&DryRun=true"), 412, "DryRunOperation");
        assertThat(made).hasValue(0);
        fake.deny("CreateSnapshot");
        assertRefused(send(CREATE + "&DryRun=true"), 403, "UnauthorizedOperation");
        fake.repair();
        send(CREATE);
        assertThat(made).hasValue(1);
    }
}
