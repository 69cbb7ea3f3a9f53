package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.FakeS3;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The script of the store with Debian's {@code aws}, and a bucket whose versions all begin with a dash. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RestoreScriptS3IT {
    @TempDir
    Path folder;

    @Test
    void readsVersionsThatBeginWithADash() throws IOException {
        ArchiveBox box = new ArchiveBox(folder.resolve("box")).filled(FIRST).seal(FIRST);
        Path script = Files.write(folder.resolve("restore.sh"), RestoreInstructions.text("restore.sh"));
        Path target = folder.resolve("target");
        try (FakeS3 s3 = new FakeS3("archive")) {
            archive(box, s3);
            s3.hide("ghe/snapshots/" + FIRST + ".json");

            Tool.run(
                    "env",
                    "AWS_ENDPOINT_URL=" + s3.endpoint(),
                    "AWS_ACCESS_KEY_ID=test",
                    "AWS_SECRET_ACCESS_KEY=test",
                    "AWS_DEFAULT_REGION=eu-west-1",
                    "bash",
                    script.toString(),
                    "s3://archive/ghe",
                    FIRST,
                    target.toString());
        }
        assertThat(ArchiveBox.differences(box.snapshot(FIRST), target)).isEmpty();
    }

    private static void archive(ArchiveBox box, FakeS3 s3) throws IOException {
        s3.properties().forEach(System::setProperty);
        try (S3Store store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings("archive", "ghe/", S3Settings.LockMode.GOVERNANCE))) {
            box.archive(FIRST, store, box.disk);
        } finally {
            s3.properties().keySet().forEach(System::clearProperty);
        }
    }
}
