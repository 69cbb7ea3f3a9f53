package io.ghekeeper.nativesnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.EbsVolume;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.lab.FakeSys;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.nativesnapshot.NativeSettings.VolumeTag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class OwnVolumeIT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String OTHER = "vol-0123456789abcdef1";
    private static final Optional<VolumeTag> TAG = Optional.of(new VolumeTag("Name", "data"));

    @TempDir
    private Path folder;

    private FakeEc2 fake;
    private FakeSys sys;
    private Ec2 ec2;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEc2();
        fake.properties().forEach(System::setProperty);
        fake.ebs().volume(VOLUME, 200, Map.of("Name", "data"));
        sys = FakeSys.of(folder.resolve("sys"), folder);
        ec2 = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), fake.environment())
                .ec2(Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        ec2.close();
        fake.properties().keySet().forEach(System::clearProperty);
        fake.close();
    }

    private EbsVolume find(Optional<String> id, Optional<VolumeTag> tag) {
        NativeSettings settings = new NativeSettings(
                true,
                List.of(),
                false,
                "ghe-backup",
                id,
                tag,
                Optional.empty(),
                Optional.empty(),
                new ExpirySettings(7, Optional.empty()),
                Duration.ofHours(12),
                Duration.ofDays(3),
                ProtectionSettings.NONE);
        return new OwnVolume(settings, folder, sys.root()).find(ec2);
    }

    private String refusal(Optional<String> id, Optional<VolumeTag> tag) {
        String[] words = new String[1];
        assertThatThrownBy(() -> find(id, tag)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.NATIVE_VOLUME_UNPROVEN);
            words[0] = failure.getMessage() + " - " + failure.hint();
        });
        return words[0];
    }

    @Test
    void theSerialOfTheDeviceNamesIt() throws IOException {
        sys.disk("nvme1n1", 200, "vol0123456789abcdef0");

        assertThat(find(Optional.empty(), Optional.empty()).id()).isEqualTo(VOLUME);
        assertThat(find(Optional.of(VOLUME), Optional.empty()).id()).isEqualTo(VOLUME);
    }

    @Test
    void aConfigurationThatNamesAnotherVolumeThanTheDeviceIsRefused() throws IOException {
        sys.disk("nvme1n1", 200, "vol0123456789abcdef0");
        fake.ebs().volume(OTHER, 200, Map.of());

        assertThat(refusal(Optional.of(OTHER), Optional.empty())).contains(OTHER, VOLUME, "nvme1n1");
    }

    @Test
    void whereTheDeviceNamesNoneATagThatOnlyItHasNamesIt() throws IOException {
        sys.disk("xvdf", 200, "");

        assertThat(find(Optional.empty(), TAG).id()).isEqualTo(VOLUME);
        assertThat(refusal(Optional.empty(), Optional.empty())).contains("xvdf", "native.volume-id");
    }

    @Test
    void twoVolumesWithTheTagAreARefusal() throws IOException {
        sys.disk("xvdf", 200, "");
        fake.ebs().volume(OTHER, 200, Map.of("Name", "data"));

        assertThat(refusal(Optional.empty(), TAG)).contains(VOLUME, OTHER);
    }

    @Test
    void noVolumeWithTheTagIsARefusal() throws IOException {
        sys.disk("xvdf", 200, "");

        assertThat(refusal(Optional.empty(), Optional.of(new VolumeTag("Name", "dat"))))
                .contains("Name=dat");
    }

    @Test
    void aVolumeOfAnotherSizeIsNotTheOne() throws IOException {
        sys.disk("xvdf", 100, "");

        assertThat(refusal(Optional.of(VOLUME), Optional.empty())).contains("200 GiB", "100");
    }

    @Test
    void aVolumeThatIsNotAttachedIsNotTheOne() throws IOException {
        sys.disk("xvdf", 200, "");
        fake.ebs().looseVolume(OTHER, 200, Map.of());

        assertThat(refusal(Optional.of(OTHER), Optional.empty())).contains("available");
    }

    @Test
    void aVolumeThatEc2DoesNotKnowIsARefusal() throws IOException {
        sys.disk("xvdf", 200, "");

        assertThat(refusal(Optional.of(OTHER), Optional.empty())).contains(OTHER, "native.region");
    }

    @Test
    void withoutABlockDeviceNothingIsProven() {
        assertThat(refusal(Optional.of(VOLUME), Optional.empty())).contains(folder.toString());
    }
}
