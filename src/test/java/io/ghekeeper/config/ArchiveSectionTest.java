package io.ghekeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveSectionTest {
    private static final String RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    @TempDir
    Path folder;

    private List<String> problems(String archive) {
        return new Reading(folder).problems(Reading.HOST + "archive: {" + archive + "}\n");
    }

    @Test
    void aStoreNeedsRecipientsOrTheWordThatNothingIsEncrypted() {
        assertThat(problems("store: s3://bucket"))
                .singleElement()
                .asString()
                .contains("archive.recipients: found nothing, wanted at least one recipient, better two");
        assertThat(problems("store: s3://bucket, recipients: []"))
                .singleElement()
                .asString()
                .contains("archive.recipients");
        assertThat(problems("store: s3://bucket, recipients: [" + RECIPIENT + "]"))
                .isEmpty();
        assertThat(problems("store: s3://bucket, encryption: none")).isEmpty();
        assertThat(problems("recipients: [" + RECIPIENT + "]")).isEmpty();
    }

    @Test
    void theRecipientsOfTheDocumentationAreRefusedElsewhere() {
        String examples = ArchiveSection.RECIPIENTS.sample();
        assertThat(problems("store: s3://bucket, recipients: " + examples))
                .singleElement()
                .asString()
                .contains("no one can read what is encrypted for the example");
        assertThat(problems("store: \"" + ArchiveSection.STORE.sample() + "\", recipients: " + examples))
                .isEmpty();
    }

    @Test
    void aTypingErrorAndARecipientThatIsThereTwiceAreRefused() {
        assertThat(problems("store: s3://bucket, recipients: [" + RECIPIENT.replace("ql3z", "ql3y") + "]"))
                .singleElement()
                .asString()
                .contains("its checksum is wrong");
        assertThat(problems("store: s3://bucket, recipients: [" + RECIPIENT + ", " + RECIPIENT + "]"))
                .singleElement()
                .asString()
                .contains("twice, wanted each recipient once");
    }

    @Test
    void anIdentityIsRefusedAndNothingOfItIsShown() {
        for (String each : List.of(IDENTITY, IDENTITY.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(problems("store: s3://bucket, recipients: [" + each + "]"))
                    .singleElement()
                    .asString()
                    .contains("is a secret key, which must not be here", "found (masked)")
                    .doesNotContainIgnoringCase("GFPYYSJ");
            assertThat(new Reading(folder)
                            .problems(Reading.HOST, Map.of("GHE_KEEPER_ARCHIVE_RECIPIENTS", RECIPIENT + ";" + each)))
                    .singleElement()
                    .asString()
                    .doesNotContainIgnoringCase("GFPYYSJ");
        }
    }

    @Test
    void aFolderOfTheVolumeIsRefused() {
        String data = "data: {directory: /data/ghe-production-data, state-directory: /data/ghe-keeper}\n";
        for (String place : List.of("/data/ghe-production-data/archive", "/data/ghe-keeper", "/data")) {
            assertThat(new Reading(folder)
                            .problems(Reading.HOST + data + "archive: {store: \"file://" + place
                                    + "\", encryption: none}\n"))
                    .singleElement()
                    .asString()
                    .contains("archive.store", "a folder apart from data.");
        }
        assertThat(new Reading(folder)
                        .problems(Reading.HOST + data + "archive: {store: file:///mnt/archive, encryption: none}\n"))
                .isEmpty();
    }

    @Test
    void aFolderPromisesNeitherLocksNorAKeyOfKms() {
        assertThat(problems("store: file:///mnt/a, encryption: none, lock-mode: compliance, lock-for: 9d"))
                .singleElement()
                .asString()
                .contains("archive.lock-mode", "off, because archive.store is a folder");
        assertThat(problems("store: file:///mnt/a, encryption: none, kms-key-id: alias/a"))
                .singleElement()
                .asString()
                .contains("archive.kms-key-id", "because archive.store is a folder");
    }

    @Test
    void aRebuildWithoutAPersonNeedsAnIdentityWhereTheArchiveIsEncrypted() {
        String store =
                "store: s3://bucket, recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]";
        assertThat(problems(store + ", rebuild: auto"))
                .singleElement()
                .asString()
                .contains("archive.rebuild-identity: found nothing", "because archive.rebuild is auto");
        assertThat(problems(store + ", rebuild: auto, rebuild-identity: /meta/identity"))
                .isEmpty();
        assertThat(problems(store + ", rebuild: ask")).isEmpty();
        assertThat(problems(store + "}\ndrill: {from-archive: true"))
                .singleElement()
                .asString()
                .contains("archive.rebuild-identity: found nothing", "because drill.from-archive is set");
        assertThat(problems("store: s3://bucket, encryption: none, rebuild: auto"))
                .isEmpty();
    }

    @Test
    void drillsFromTheArchiveNeedAStore() {
        assertThat(new Reading(folder).problems(Reading.HOST + "drill: {from-archive: true}\n", Map.of()))
                .singleElement()
                .asString()
                .contains("archive.store: found nothing", "because drill.from-archive is set");
    }

    @Test
    void aLockHasATimeThatFitsBelowTheLongest() {
        String store = "store: s3://bucket, encryption: none, lock-mode: governance";
        assertThat(problems(store))
                .singleElement()
                .asString()
                .contains("archive.lock-for: found nothing, wanted a duration");
        assertThat(problems(store + ", lock-for: 500d"))
                .singleElement()
                .asString()
                .contains("archive.lock-for", "at most archive.lock-longest");
        assertThat(problems(store + ", lock-for: 500d, lock-longest: 600d")).isEmpty();
    }

    @Test
    void theStatusHasABoundWhereThereIsAStore() {
        Reading reading = new Reading(folder);

        assertThat(reading.configuration(Reading.HOST).status().archive()).isEmpty();
        assertThat(reading.configuration(
                                Reading.HOST + "archive: {store: \"s3://bucket/a/\", encryption: none, max-age: 4d}\n")
                        .status()
                        .archive())
                .hasValueSatisfying(bound -> {
                    assertThat(URI.create(bound.store())).isEqualTo(URI.create("s3://bucket/a"));
                    assertThat(bound.encrypted()).isFalse();
                    assertThat(bound.maxAge()).isEqualTo(Duration.ofDays(4));
                });
    }
}
