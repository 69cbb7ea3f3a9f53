package io.ghekeeper.store;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.BucketOptions;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exactly is sent to S3, and what is made of its answers. */
@Tag("core")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3RequestsIT {
    private static final ObjectKey KEY = new ObjectKey("packs/ab/one.pack");
    private static final String PATH = "/archive/ghe/packs/ab/one.pack";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private final WireMockServer s3 =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private Map<String, String> properties;
    private ObjectStore store;

    @BeforeEach
    void start() {
        s3.start();
        properties = Map.of(
                "aws.endpointUrlS3", s3.baseUrl(),
                "aws.accessKeyId", "first",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
        store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings("archive", "ghe/", S3Settings.LockMode.COMPLIANCE));
    }

    @AfterEach
    void stop() {
        store.close();
        properties.keySet().forEach(System::clearProperty);
        s3.stop();
    }

    @Test
    void anObjectAndItsLockGoInOneRequest() {
        s3.stubFor(put(anyUrl())
                .willReturn(aResponse()
                        .withHeader("x-amz-version-id", "v7")
                        .withHeader("ETag", "\"e7\"")
                        .withHeader("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=")));

        Optional<StoredObject> put = store.putIfAbsent(
                KEY, ObjectStoreContract.content("hello"), Optional.of(Instant.parse("2030-01-01T00:00:00.5Z")));

        assertThat(put).contains(new StoredObject(KEY, 5, Optional.of("v7"), Optional.of("\"e7\""), Optional.empty()));
        s3.verify(
                1,
                putRequestedFor(urlEqualTo(PATH))
                        .withHeader("If-None-Match", equalTo("*"))
                        .withHeader("Content-Length", equalTo("5"))
                        .withHeader("x-amz-checksum-sha256", equalTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="))
                        .withHeader("x-amz-object-lock-mode", equalTo("COMPLIANCE"))
                        .withHeader("x-amz-object-lock-retain-until-date", equalTo("2030-01-01T00:00:01Z"))
                        .withHeader("x-amz-content-sha256", matching("[0-9a-f]{64}|UNSIGNED-PAYLOAD"))
                        .withHeader("x-amz-trailer", absent())
                        .withRequestBody(equalTo("hello")));
    }

    @Test
    void anObjectThatIsNotRetainedIsPutWithoutALock() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));

        store.putIfAbsent(KEY, ObjectStoreContract.content("hello"));

        s3.verify(putRequestedFor(urlEqualTo(PATH))
                .withHeader("x-amz-object-lock-mode", absent())
                .withHeader("x-amz-object-lock-retain-until-date", absent()));
    }

    @Test
    void theBucketEncryptsByTheKeyThatIsNamed() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));
        try (ObjectStore encrypted = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(
                        "archive",
                        "ghe/",
                        S3Settings.LockMode.GOVERNANCE,
                        new BucketOptions(Optional.of("alias/ghe-archive"), Optional.empty(), false),
                        Optional.empty()))) {
            encrypted.putIfAbsent(KEY, ObjectStoreContract.content("hello"));
        }

        s3.verify(putRequestedFor(urlEqualTo(PATH))
                .withHeader("x-amz-server-side-encryption", equalTo("aws:kms"))
                .withHeader("x-amz-server-side-encryption-aws-kms-key-id", equalTo("alias/ghe-archive")));
    }

    @Test
    void aStoreThatNeedsMd5GetsItInThePlaceOfAnyOtherChecksum() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));
        s3.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(404)
                        .withBody(XML + "<Error><Code>NoSuchObjectLockConfiguration</Code></Error>")));
        Instant until = Instant.parse("2026-12-24T00:00:00Z");
        try (ObjectStore other = with(new BucketOptions(Optional.empty(), Optional.empty(), true))) {
            other.putIfAbsent(KEY, ObjectStoreContract.content("hello"), Optional.of(until));
            assertThatThrownBy(() -> other.retain(KEY, until)).hasMessageContaining("shows no lock");
        }

        s3.verify(putRequestedFor(urlEqualTo(PATH))
                .withHeader("Content-MD5", equalTo("XUFAKrxLKna5cZ2REBfFkg=="))
                .withHeader("x-amz-checksum-sha256", absent()));
        s3.verify(putRequestedFor(urlEqualTo(PATH + "?retention")).withHeader("Content-MD5", matching(".+==")));
    }

    /** No name below invalid is ever resolved (RFC 2606). */
    @Test
    void aBucketIsAPartOfTheHostWhereTheStoreWantsThat() {
        properties.keySet().forEach(System::clearProperty);
        properties = new HashMap<>(properties);
        properties.put("aws.endpointUrlS3", "http://store.invalid");
        properties.forEach(System::setProperty);
        try (ObjectStore other = with(new BucketOptions(Optional.empty(), Optional.of(false), false))) {
            assertThatThrownBy(() -> other.putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                    .hasMessageContaining("the name archive.store.invalid cannot be resolved");
        }
    }

    /** As OpenStack Swift does. */
    @Test
    void aStoreThatKnowsNoConditionIsLookedAtBeforeThePut() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));
        s3.stubFor(put(anyUrl()).withHeader("If-None-Match", matching(".*")).willReturn(unknown()));
        s3.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));

        assertThat(store.putIfAbsent(KEY, ObjectStoreContract.content("hello"))).isPresent();
        s3.stubFor(head(anyUrl()).willReturn(aResponse()));
        assertThat(store.putIfAbsent(KEY, ObjectStoreContract.content("other"))).isEmpty();

        s3.verify(1, putRequestedFor(anyUrl()).withHeader("If-None-Match", absent()));
    }

    /** As s3proxy does with a lock: the condition is not at fault, and must not be given up. */
    @Test
    void whatIsRefusedForAnotherHeaderIsAFailureAndKeepsTheCondition() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));
        s3.stubFor(put(anyUrl())
                .withHeader("x-amz-object-lock-mode", matching(".*"))
                .willReturn(unknown()));
        s3.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));

        assertThatThrownBy(() -> store.putIfAbsent(
                        KEY, ObjectStoreContract.content("hello"), Optional.of(Instant.parse("2026-12-24T00:00:00Z"))))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
                    assertThat(failure).hasMessageContaining("NotImplemented").hasMessageNotContaining("may have been");
                    assertThat(failure.canPass()).isFalse();
                });
        store.putIfAbsent(KEY, ObjectStoreContract.content("hello"));

        s3.verify(putRequestedFor(anyUrl())
                .withHeader("x-amz-object-lock-mode", absent())
                .withHeader("If-None-Match", equalTo("*")));
    }

    /** As s3proxy does: its objects have one version, without a name. */
    @Test
    void aStoreThatListsNoVersionsListsItsObjectsPageByPage() {
        s3.stubFor(get(anyUrl()).withQueryParam("versions", matching(".*")).willReturn(unknown()));
        String entry = "<Contents><Key>ghe/%s</Key><Size>5</Size><ETag>e</ETag>"
                + "<LastModified>2026-11-20T00:00:00Z</LastModified></Contents>";
        s3.stubFor(get(anyUrl())
                .withQueryParam("list-type", equalTo("2"))
                .willReturn(aResponse()
                        .withBody(XML + "<ListBucketResult><IsTruncated>true</IsTruncated>" + entry.formatted("a")
                                + "<NextContinuationToken>t</NextContinuationToken></ListBucketResult>")));
        s3.stubFor(get(anyUrl())
                .withQueryParam("continuation-token", equalTo("t"))
                .willReturn(aResponse()
                        .withBody(XML + "<ListBucketResult><IsTruncated>false</IsTruncated>" + entry.formatted("b")
                                + "</ListBucketResult>")));
        List<StoredVersion> versions = new ArrayList<>();

        store.versions("", versions::add);

        assertThat(versions).extracting(one -> one.key().text()).containsExactly("a", "b");
        assertThat(versions).allMatch(one -> one.latest() && one.version().isEmpty());
    }

    private static ResponseDefinitionBuilder unknown() {
        return aResponse().withStatus(501).withBody(XML + "<Error><Code>NotImplemented</Code></Error>");
    }

    private static ObjectStore with(BucketOptions options) {
        return new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings("archive", "ghe/", S3Settings.LockMode.GOVERNANCE, options, Optional.empty()));
    }

    @Test
    void onlyPacksAreOfAnotherStorageClass() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse()));
        try (ObjectStore cold = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(
                        "archive",
                        "ghe/",
                        S3Settings.LockMode.GOVERNANCE,
                        BucketOptions.DEFAULT,
                        Optional.of("GLACIER_IR")))) {
            for (String key :
                    new String[] {"packs/ab/ab", "units/ab", "manifests/ab", "snapshots/1.json", "format.json"}) {
                cold.putIfAbsent(new ObjectKey(key), ObjectStoreContract.content("hello"));
            }
        }
        store.putIfAbsent(new ObjectKey("packs/cd/cd"), ObjectStoreContract.content("hello"));

        s3.verify(1, putRequestedFor(anyUrl()).withHeader("x-amz-storage-class", matching(".*")));
        s3.verify(putRequestedFor(urlEqualTo("/archive/ghe/packs/ab/ab"))
                .withHeader("x-amz-storage-class", equalTo("GLACIER_IR")));
    }

    @Test
    void aVersionIsReadByItsName() throws IOException {
        s3.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(206)
                        .withHeader("Content-Range", "bytes 2-4/9")
                        .withHeader("Content-Length", "3")
                        .withBody("abc")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        store.fetch(KEY, Optional.of("v+7"), 2, 3, bytes);

        assertThat(bytes).hasToString("abc");
        s3.verify(getRequestedFor(urlEqualTo(PATH + "?versionId=v%2B7")).withHeader("Range", equalTo("bytes=2-4")));
    }

    @Test
    void whatStandsInTheAnswerToAHeadIsHandedOn() {
        s3.stubFor(head(urlEqualTo(PATH + "?versionId=v7"))
                .willReturn(aResponse()
                        .withHeader("Content-Length", "5")
                        .withHeader("x-amz-version-id", "v7")
                        .withHeader("ETag", "\"e7\"")
                        .withHeader("x-amz-object-lock-mode", "COMPLIANCE")
                        .withHeader("x-amz-object-lock-retain-until-date", "2030-01-01T00:00:00.000Z")));

        assertThat(store.find(KEY, Optional.of("v7")))
                .contains(new StoredObject(
                        KEY,
                        5,
                        Optional.of("v7"),
                        Optional.of("\"e7\""),
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z"))));
    }

    @Test
    void theLockOfAVersionIsExtendedInTheModeOfTheStore() {
        s3.stubFor(
                get(anyUrl()).willReturn(lock("2029-01-01")).inScenario("lock").willSetStateTo("old"));
        s3.stubFor(put(anyUrl()).inScenario("lock").willReturn(aResponse()).willSetStateTo("new"));
        s3.stubFor(get(anyUrl()).inScenario("lock").whenScenarioStateIs("new").willReturn(lock("2030-01-01")));

        store.retain(KEY, Optional.of("v7"), Instant.parse("2030-01-01T00:00:00Z"));

        s3.verify(putRequestedFor(urlPathEqualTo(PATH))
                .withQueryParam("versionId", equalTo("v7"))
                .withQueryParam("retention", equalTo(""))
                .withRequestBody(containing("<Mode>COMPLIANCE</Mode>"))
                .withRequestBody(containing("<RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate>")));
    }

    private static ResponseDefinitionBuilder lock(String day) {
        return aResponse()
                .withBody(XML + "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>" + day
                        + "T00:00:00.000Z</RetainUntilDate></Retention>");
    }

    /** The name null is that of what has no version; without a name, S3 would hide the object and remove nothing. */
    @Test
    void aRemovalAlwaysNamesAVersion() {
        s3.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));

        store.delete(KEY, Optional.empty());
        store.delete(KEY, Optional.of("v7"));

        s3.verify(1, deleteRequestedFor(urlEqualTo(PATH + "?versionId=null")));
        s3.verify(1, deleteRequestedFor(urlEqualTo(PATH + "?versionId=v7")));
    }

    @Test
    void versionsAndDeleteMarkersComeInTheOrderOfTheStore() {
        s3.stubFor(get(anyUrl())
                .withQueryParam("key-marker", absent())
                .willReturn(aResponse()
                        .withBody(XML + "<ListVersionsResult><IsTruncated>true</IsTruncated>"
                                + "<NextKeyMarker>ghe/b</NextKeyMarker>"
                                + "<NextVersionIdMarker>2</NextVersionIdMarker>"
                                + version("a", "null", true, 1)
                                + "<DeleteMarker><Key>ghe/b</Key><VersionId>3</VersionId><IsLatest>true</IsLatest>"
                                + "<LastModified>2026-11-30T00:00:03.000Z</LastModified></DeleteMarker>"
                                + version("b", "2", false, 2) + "</ListVersionsResult>")));
        s3.stubFor(get(anyUrl())
                .withQueryParam("key-marker", equalTo("ghe/b"))
                .withQueryParam("version-id-marker", equalTo("2"))
                .willReturn(aResponse()
                        .withBody(XML + "<ListVersionsResult><IsTruncated>false</IsTruncated>"
                                + version("b", "1", false, 1) + "</ListVersionsResult>")));
        List<String> seen = new ArrayList<>();

        store.versions(
                "",
                version -> seen.add(version.key() + " " + version.version().orElse("-")
                        + (version.latest() ? " latest" : "") + (version.deleteMarker() ? " marker" : "")));

        assertThat(seen).containsExactly("a - latest", "b 3 latest marker", "b 2", "b 1");
        s3.verify(2, getRequestedFor(urlPathEqualTo("/archive")).withQueryParam("prefix", equalTo("ghe/")));
    }

    private static String version(String key, String id, boolean latest, int second) {
        return "<Version><Key>ghe/" + key + "</Key><VersionId>" + id + "</VersionId><IsLatest>" + latest
                + "</IsLatest><LastModified>2026-11-30T00:00:0" + second
                + ".000Z</LastModified><ETag>\"x\"</ETag><Size>5</Size></Version>";
    }

    @Test
    void theClockIsTheDateOfAnAnswer() {
        s3.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withHeader("Date", "Mon, 30 Nov 2026 06:50:49 GMT")
                        .withHeader("Last-Modified", "Mon, 30 Nov 2020 06:50:49 GMT")
                        .withBody(XML + "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")));

        assertThat(store.now()).isEqualTo("2026-11-30T06:50:49Z");
    }

    @ParameterizedTest
    @CsvSource({"503, SlowDown", "429, TooManyRequests", "500, InternalError", "409, ConditionalRequestConflict"})
    void aPutThatIsToBeSentLaterIsSentAgainAfterAQuestion(int status, String code) {
        s3.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));
        s3.stubFor(put(anyUrl())
                .inScenario("busy")
                .willReturn(aResponse().withStatus(status).withBody(error(code)))
                .willSetStateTo("free"));
        s3.stubFor(put(anyUrl()).inScenario("busy").whenScenarioStateIs("free").willReturn(aResponse()));

        assertThat(retrying().putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                .isPresent();

        s3.verify(2, putRequestedFor(anyUrl()));
        s3.verify(1, headRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, STORE_DENIED, docs/iam/archive.json",
        "403, Whatever, STORE_DENIED, docs/iam/archive.json",
        "400, KMS.DisabledException, KMS_KEY_UNUSABLE, key id",
        "403, KMS.KMSInvalidStateException, KMS_KEY_UNUSABLE, key id",
        "503, SlowDown, AWS_THROTTLED, calls S3",
        "400, ExpiredToken, AWS_CREDENTIALS_EXPIRED, Renew",
        "400, SomethingNew, STORE_FAILED, configuration"
    })
    void everyRefusalHasItsKindAndTheWordsOfS3(int status, String code, FailureKind kind, String hint) {
        s3.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(status).withBody(error(code))));

        assertThatThrownBy(() -> store.putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
                    assertThat(failure).hasMessageContaining("s3://archive/ghe/packs/ab/one.pack");
                    assertThat(failure.hint()).contains(hint).doesNotContain("kms.endpoint", "calls KMS");
                });
    }

    @Test
    void anObjectThatIsThereAlreadyIsNoFailureAndIsSentOnce() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(412).withBody(error("PreconditionFailed"))));

        assertThat(retrying().putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                .isEmpty();

        s3.verify(1, putRequestedFor(anyUrl()));
    }

    @Test
    void contentThatArrivedDamagedIsAFailureThatNamesTheObject() {
        s3.stubFor(put(anyUrl()).willReturn(aResponse().withStatus(400).withBody(error("BadDigest"))));

        assertThatThrownBy(() -> store.putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED))
                .hasMessageContaining("s3://archive/ghe/packs/ab/one.pack")
                .hasMessageContaining("BadDigest");
    }

    @Test
    void aLockThatS3RefusesRightAfterThePutIsSetALittleLater() {
        s3.stubFor(put(urlEqualTo(PATH)).willReturn(aResponse()));
        s3.stubFor(get(anyUrl())
                .inScenario("lock")
                .willReturn(aResponse().withStatus(404).withBody(error("NoSuchObjectLockConfiguration"))));
        s3.stubFor(put(urlEqualTo(PATH + "?retention"))
                .inScenario("lock")
                .willReturn(aResponse().withStatus(403).withBody(error("AccessDenied")))
                .willSetStateTo("ready"));
        s3.stubFor(get(anyUrl()).inScenario("lock").whenScenarioStateIs("ready").willReturn(lock("2029-01-01")));
        s3.stubFor(put(urlEqualTo(PATH + "?retention"))
                .inScenario("lock")
                .whenScenarioStateIs("ready")
                .willReturn(aResponse())
                .willSetStateTo("locked"));
        s3.stubFor(
                get(anyUrl()).inScenario("lock").whenScenarioStateIs("locked").willReturn(lock("2030-01-01")));
        StoreRetries retrying = retrying();
        retrying.putIfAbsent(KEY, ObjectStoreContract.content("hello"));

        retrying.retain(KEY, Instant.parse("2030-01-01T00:00:00Z"));

        s3.verify(2, putRequestedFor(urlEqualTo(PATH + "?retention")));
    }

    private StoreRetries retrying() {
        return new StoreRetries(store, new Random(1), pause -> {});
    }

    private static String error(String code) {
        return XML + "<Error><Code>" + code + "</Code><Message>of the test</Message></Error>";
    }

    /** The answer to a HEAD has no words, so that it has to be asked for them, too. */
    @Test
    void credentialsThatTheProviderRenewedAreUsedByTheNextTry() {
        expireCredentialsOf("first");
        s3.stubFor(head(anyUrl())
                .withHeader("Authorization", containing("Credential=second/"))
                .willReturn(aResponse().withHeader("Content-Length", "5")));
        s3.stubFor(put(anyUrl())
                .withHeader("Authorization", containing("Credential=second/"))
                .willReturn(aResponse()));

        assertThat(renewing("second").find(KEY)).isPresent();

        System.setProperty("aws.accessKeyId", "first");
        s3.stubFor(head(anyUrl())
                .withHeader("Authorization", containing("Credential=second/"))
                .willReturn(aResponse().withStatus(404)));
        assertThat(renewing("second").putIfAbsent(KEY, ObjectStoreContract.content("hello")))
                .isPresent();
    }

    @Test
    void credentialsThatStayExpiredAreAClearFailure() {
        expireCredentialsOf("first");

        assertThatThrownBy(() -> renewing("first").find(KEY))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.AWS_CREDENTIALS_EXPIRED))
                .hasMessageStartingWith(
                        "looking for s3://archive/ghe/packs/ab/one.pack failed: the AWS credentials have" + " expired");
        s3.verify(14, anyRequestedFor(anyUrl()));
    }

    private void expireCredentialsOf(String key) {
        s3.stubFor(any(anyUrl())
                .withHeader("Authorization", containing("Credential=" + key + "/"))
                .willReturn(aResponse().withStatus(400).withBody(error("ExpiredToken"))));
    }

    /** During its pause the provider gets other credentials. */
    private StoreRetries renewing(String key) {
        return new StoreRetries(store, new Random(1), pause -> System.setProperty("aws.accessKeyId", key));
    }

    private void answerHead(String... headers) {
        ResponseDefinitionBuilder answer = aResponse().withHeader("Content-Length", "5");
        for (int i = 0; i < headers.length; i += 2) {
            answer = answer.withHeader(headers[i], headers[i + 1]);
        }
        s3.stubFor(head(anyUrl()).willReturn(answer));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', AT_ONCE",
        "GLACIER_IR, '', '', AT_ONCE",
        "GLACIER, '', '', COLD",
        "DEEP_ARCHIVE, '', '', COLD",
        "INTELLIGENT_TIERING, '', '', AT_ONCE",
        "INTELLIGENT_TIERING, ARCHIVE_ACCESS, '', COLD",
        "GLACIER, '', 'ongoing-request=\"true\"', WARMING",
        "GLACIER, '', 'ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\"', AT_ONCE"
    })
    void whetherAnObjectCanBeReadIsWhatTheStoreSays(String name, String tier, String copy, ObjectAccess access) {
        answerHead("x-amz-storage-class", name, "x-amz-archive-status", tier, "x-amz-restore", copy);

        assertThat(store.access(KEY, Optional.of("v7"))).contains(access);
        s3.verify(headRequestedFor(urlEqualTo(PATH + "?versionId=v7")));
    }

    @Test
    void aCopyIsAskedForByVersionTierAndDays() {
        answerHead("x-amz-storage-class", "GLACIER");
        s3.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));

        assertThat(store.warmUp(KEY, Optional.of("v7"), new WarmUp(WarmUpTier.BULK, 7)))
                .contains(ObjectAccess.COLD);

        s3.verify(
                1,
                postRequestedFor(urlPathEqualTo(PATH))
                        .withQueryParam("versionId", equalTo("v7"))
                        .withQueryParam("restore", equalTo(""))
                        .withRequestBody(containing("<Days>7</Days>"))
                        .withRequestBody(containing("<Tier>Bulk</Tier>")));
    }

    @Test
    void intelligentTieringIsAskedForNoDays() {
        answerHead("x-amz-storage-class", "INTELLIGENT_TIERING", "x-amz-archive-status", "DEEP_ARCHIVE_ACCESS");
        s3.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));

        store.warmUp(KEY, Optional.empty(), new WarmUp(WarmUpTier.STANDARD, 7));

        s3.verify(postRequestedFor(urlPathEqualTo(PATH)).withRequestBody(notContaining("<Days>")));
    }

    @Test
    void aCopyThatIsOnItsWayOrThereIsNotAskedForAgain() {
        answerHead("x-amz-storage-class", "GLACIER", "x-amz-restore", "ongoing-request=\"true\"");
        assertThat(store.warmUp(KEY, Optional.empty(), new WarmUp(WarmUpTier.BULK, 7)))
                .contains(ObjectAccess.WARMING);
        s3.verify(0, postRequestedFor(anyUrl()));

        answerHead("x-amz-storage-class", "GLACIER");
        s3.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(409).withBody(error("RestoreAlreadyInProgress"))));
        assertThat(store.warmUp(KEY, Optional.empty(), new WarmUp(WarmUpTier.BULK, 7)))
                .contains(ObjectAccess.COLD);
    }

    @Test
    void aReadingOfWhatIsColdSaysSo() {
        s3.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403).withBody(error("InvalidObjectState"))));

        assertThatThrownBy(() -> store.fetch(KEY, 0, 5, new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(Failure.class, cold -> {
                    assertThat(cold.kind()).isEqualTo(FailureKind.ARCHIVE_COLD);
                    assertThat(cold.hint()).contains("--warm-up");
                });
    }
}
