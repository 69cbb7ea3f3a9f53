package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.archive.RestoreInstructions;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** {@code archive check} at a bucket. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ArchiveCheckIT extends OneDeployment {
    private FakeS3 s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new FakeS3("archive");
        s3.properties().forEach(System::setProperty);
        deployment.sections(
                "archive: {store: \"s3://archive/ghe\", encryption: none, lock-mode: governance, lock-for: 9d}");
        deployment.configure("");
    }

    @AfterEach
    void stop() {
        s3.properties().keySet().forEach(System::clearProperty);
        s3.close();
    }

    @Test
    void eachResultIsNamedAndASoundBucketIsFit() throws IOException {
        Deployment.Result sound = Typed.at(deployment, "archive", "check");

        assertThat(sound.status()).as(sound.err()).isZero();
        assertThat(sound.out())
                .containsPattern("object-lock +kept +passed")
                .containsPattern("deletion +not-kept +warning");
        assertThat(sound.out())
                .contains("restore.sh of this version has the SHA-256 " + RestoreInstructions.scriptSha256());
        JsonNode checks = new ObjectMapper()
                .readTree(Typed.at(deployment, "archive", "check", "--json").out())
                .path("checks");
        assertThat(checks.findValuesAsText("check")).contains("clock", "versioning", "lock");
        assertThat(checks.findValuesAsText("promise")).contains("kept", "not-kept");
    }

    @Test
    void aFolderIsTriedTooAndNeedsToKeepLittle() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none}");
        deployment.configure("");

        Deployment.Result check = Typed.at(deployment, "archive", "check");

        assertThat(check.status()).as(check.err()).isZero();
        assertThat(check.out())
                .containsPattern("if-none-match +kept +passed")
                .containsPattern("object-lock +not-kept +warning");
        assertThat(store.resolve("check")).isEmptyDirectory();
    }

    @Test
    void aBucketThatLocksByItselfIsRefusedWithWhatToDo() {
        s3.answerWith(FakeS3.Lie.DEFAULT_RETENTION);

        Deployment.Result unfit = Typed.at(deployment, "archive", "check");

        assertThat(unfit.status()).isEqualTo(67);
        assertThat(unfit.out()).contains("default-retention: Remove the default retention");
        assertThat(unfit.err()).contains("s3://archive/ghe is not fit for the archive: default-retention");
    }

    @Test
    void aPlanNamesWhatABucketChargesAndNoPrice() throws IOException {
        String snapshot = sealed();
        assertThat(Typed.at(deployment, "archive", "--plan").out())
                .containsPattern(
                        "charged +about [0-9]+ PUT requests, and the storage of about .*, less where they compress, in storage class"
                                + " STANDARD of s3://archive/ghe\\n");

        deployment.sections("archive: {store: \"s3://archive/ghe\", encryption: none, storage-class: GLACIER_IR}");
        deployment.configure("");

        assertThat(Typed.at(deployment, "archive", "--plan", snapshot).out())
                .contains("in storage class GLACIER_IR of s3://archive/ghe; lists, manifest and root in STANDARD");
    }

    @Test
    void theFirstArchiveIntoAStoreThatIsNotFitFailsAndPutsNothing() throws IOException {
        s3.answerWith(FakeS3.Lie.DEFAULT_RETENTION);
        String snapshot = sealed();

        Failure failure = catchThrowableOfType(Failure.class, () -> archive(snapshot));

        assertThat(failure.kind()).isEqualTo(FailureKind.STORE_FAILED);
        assertThat(failure)
                .hasMessageContaining(
                        "s3://archive/ghe is not fit for the archive: default-retention (the bucket locks");
        assertThat(failure.hint()).contains("ghe-keeper archive check");
        s3.answerWith(FakeS3.Lie.NONE);
        assertThat(archive(snapshot)).as("format.json is not there").contains("the store: deletion");
    }

    @Test
    void whatTheStoreIgnoresIsAWarningOfTheFirstRunOnly() throws IOException {
        s3.answerWith(FakeS3.Lie.CONDITION_IGNORED);
        String snapshot = sealed();

        assertThat(archive(snapshot)).contains("the store: if-none-match: the store ignores If-None-Match");
        assertThat(archive(snapshot)).doesNotContain("if-none-match");
    }

    private String sealed() throws IOException {
        deployment.useQuickEngine();
        String snapshot = HandMade.backUp(deployment);
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        return snapshot;
    }

    /** Returns the lines of the run's log. */
    private String archive(String snapshot) throws IOException {
        Run run = HandMade.keeper(deployment).archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
        return Files.readString(HandMade.journal(deployment).output(run.id()));
    }

    @Test
    void theDoctorLooksAtWhatTheBucketDoesAndLeavesTheRestToTheCheck() {
        s3.deny("DELETE");
        s3.deny("DELETE ?versionId");
        assertThat(Typed.at(deployment, "doctor").out())
                .containsPattern("archive +warning +s3://archive/ghe is reached, its clock, versioning")
                .contains("NOT ENCRYPTED", "ghe-keeper archive check");

        s3.answerWith(FakeS3.Lie.NO_VERSIONS);
        assertThat(Typed.at(deployment, "doctor").out())
                .containsPattern("archive +failed +s3://archive/ghe is not fit for the archive: the bucket keeps no");
    }
}
