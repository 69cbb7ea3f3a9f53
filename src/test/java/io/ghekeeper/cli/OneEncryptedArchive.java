package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;

/** A deployment with an archive in a folder, which one identity reads. */
abstract class OneEncryptedArchive extends OneDeployment {
    static final String STORED = "/data/user/storage/a/1a/2b/object";

    Path store;
    Path identity;
    private String recipient;

    @BeforeEach
    void makeStore() throws IOException {
        deployment.appliance().files().addFile(STORED, "an object that never changes");
        store = Files.createDirectory(folder.resolve("store"));
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        archiveIn(store);
    }

    /** From now on. */
    void archiveIn(Path place) throws IOException {
        deployment.sections("archive: {store: \"file://" + place + "\", recipients: [" + recipient + "]}");
        deployment.configure("");
    }

    /** Makes a snapshot, and archives it by the commands. */
    String archived() {
        String id = HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        return id;
    }

    /** What a command answers that succeeds. */
    Deployment.Result typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status()).as(result.err() + result.out()).isZero();
        return result;
    }
}
