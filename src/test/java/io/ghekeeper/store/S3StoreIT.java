package io.ghekeeper.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FakeS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("core")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3StoreIT extends LockingStoreContract {
    private FakeS3 s3;
    private ObjectStore sound;
    private Map<String, String> properties;

    @BeforeEach
    void start() throws IOException {
        s3 = new FakeS3("archive");
        properties = Map.of(
                "aws.endpointUrlS3", s3.endpoint(),
                "aws.accessKeyId", "test",
                "aws.secretAccessKey", "test",
                "aws.region", "eu-west-1");
        properties.forEach(System::setProperty);
        sound = store("ghe/");
    }

    @AfterEach
    void stop() {
        sound.close();
        properties.keySet().forEach(System::clearProperty);
        s3.close();
    }

    private static ObjectStore store(String prefix) {
        KmsSettings settings = new KmsSettings(Optional.empty(), Optional.empty(), Map.of());
        return new S3Store(
                new Aws(settings, Map.of()), new S3Settings("archive", prefix, S3Settings.LockMode.GOVERNANCE));
    }

    @Override
    ObjectStore store() {
        s3.breakAt(0, FakeS3.Break.REFUSED_BEFORE);
        return sound;
    }

    @Override
    ObjectStore failingAt(int n) {
        s3.breakAt(n, FakeS3.Break.REFUSED_BEFORE);
        return store("ghe/");
    }

    @Override
    String named(ObjectKey key) {
        return "s3://archive/ghe/" + key.text();
    }

    @Override
    void plantForeign() {
        s3.plant("ghe/of another program", "x");
        s3.plant("other/a", "x");
    }

    @ParameterizedTest
    @EnumSource(names = {"SHORT_BODY", "OTHER_RANGE", "WHOLE_OBJECT"})
    void aPartThatIsNotTheOneAskedForIsFoundOut(FakeS3.Lie lie) {
        sound.putIfAbsent(KEY, content("hello world"));
        s3.answerWith(lie);

        assertThatThrownBy(() -> sound.fetch(KEY, 2, 5, new ByteArrayOutputStream()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(named(KEY));
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_LIST", "ENDLESS_LIST"})
    void aListThatIsNotWholeIsFoundOut(FakeS3.Lie lie) {
        for (String key : new String[] {"a", "b", "c"}) {
            sound.putIfAbsent(new ObjectKey(key), content(key));
        }
        s3.answerWith(lie);

        assertThatThrownBy(() -> sound.list("", object -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("listing s3://archive/ghe/ failed: its list is ");
        assertThatThrownBy(() -> sound.versions("", version -> {}))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("listing s3://archive/ghe/ failed: its list is ");
    }

    @Test
    void whatADeleteMarkerHidesIsListedAndStillReadByItsVersion() throws IOException {
        StoredObject put = sound.putIfAbsent(KEY, content("hello")).orElseThrow();
        s3.hide("ghe/" + KEY.text());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        sound.fetch(KEY, put.version(), 0, 5, bytes);

        assertThat(bytes).hasToString("hello");
        assertThat(sound.find(KEY)).isEmpty();
        assertThat(sound.find(KEY, put.version())).contains(put);
        List<StoredVersion> versions = new ArrayList<>();
        sound.versions("", versions::add);
        assertThat(versions)
                .satisfiesExactly(
                        marker -> {
                            assertThat(marker.deleteMarker()).isTrue();
                            assertThat(marker.latest()).isTrue();
                            assertThat(marker.length()).isZero();
                        },
                        hidden -> {
                            assertThat(hidden.version()).isEqualTo(put.version());
                            assertThat(hidden.latest()).isFalse();
                        });

        versions.forEach(version -> sound.delete(KEY, version.version()));

        sound.versions("", version -> assertThat(version).isNull());
    }

    /** Where the store would keep it, it never has the whole of it. */
    @Test
    void otherContentIsNotKeptByAStoreThatIgnoresChecksums() {
        s3.answerWith(FakeS3.Lie.CHECKSUM_IGNORED);
        ObjectContent other =
                new ObjectContent(5, content("right").sha256(), content("wrong").open());
        ObjectContent shorter =
                new ObjectContent(5, content("right").sha256(), content("righ").open());

        for (ObjectContent wrong : List.of(other, shorter)) {
            assertThatThrownBy(() -> sound.putIfAbsent(KEY, wrong))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("of its checksum");
        }

        assertThat(sound.find(KEY)).isEmpty();
        assertThat(sound.putIfAbsent(KEY, content("right"))).isPresent();
    }

    @Test
    void contentThatCannotBeReadIsAFailureThatSaysSo() {
        ObjectContent unreadable = new ObjectContent(5, content("right").sha256(), () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> sound.putIfAbsent(KEY, unreadable))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Input/output error");
    }

    @Test
    void aLockThatWasNotSetByThePutIsSeenByALaterQuestion() {
        s3.answerWith(FakeS3.Lie.NO_LOCK);

        sound.putIfAbsent(KEY, content("x"), Optional.of(Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(sound.find(KEY).orElseThrow().retainedUntil()).isEmpty();
    }

    @Test
    void aChecksumThatIsNotOursIsFoundOut() {
        s3.answerWith(FakeS3.Lie.OTHER_CHECKSUM);

        assertThatThrownBy(() -> sound.putIfAbsent(KEY, content("x")))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("the store confirmed another checksum");
    }

    @Test
    void aLockThatIsNotThereIsFoundOut() {
        sound.putIfAbsent(KEY, content("x"));
        s3.answerWith(FakeS3.Lie.NO_LOCK);

        assertThatThrownBy(() -> sound.retain(KEY, Instant.parse("2099-01-01T00:00:00Z")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the store shows no lock until 2099-01-01T00:00:00Z");
    }

    @Test
    void aPutWhoseAnswerIsLostIsSentOnceAndALookShowsIt() {
        s3.breakAt(1, FakeS3.Break.LOST_AFTER);

        assertThatThrownBy(() -> sound.putIfAbsent(KEY, content("whole")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("it may have been done");

        assertThat(s3.requests()).isOne();
        assertThat(sound.find(KEY)).isPresent();
        assertThat(sound.putIfAbsent(KEY, content("whole"))).isEmpty();
    }
}
