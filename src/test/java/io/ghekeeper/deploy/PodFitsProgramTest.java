package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.ConfigurationReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths, ports, times and names that the program knows are those of the manifests. */
class PodFitsProgramTest {
    private final DeployedConfiguration deployed = DeployedConfiguration.base();
    private final Configuration configuration = deployed.configuration();

    static List<Manifest> pods() {
        return PodSecurityTest.ordinary();
    }

    static List<Path> configurations() {
        return Manifests.files(Manifests.ROOT).stream()
                .filter(file -> file.endsWith("config/ghe-keeper.yaml"))
                .toList();
    }

    private static Manifest statefulSet() {
        return Manifests.base("StatefulSet", "statefulset-ghe-backup");
    }

    private static PodSpec pod(Manifest manifest) {
        return manifest.pods().orElseThrow().getSpec();
    }

    private static Mounts mounts(Manifest manifest) {
        return new Mounts(pod(manifest));
    }

    private static Duration grace(Manifest manifest) {
        return Duration.ofSeconds(pod(manifest).getTerminationGracePeriodSeconds());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void theConfigurationIsGood(Path file) {
        Configuration read = DeployedConfiguration.of(file, Map.of()).configuration();
        assertThat(read.appliance().host()).isEqualTo("github.example.com");
        assertThat(read.kms().encryptionContext()).isEqualTo(Map.of("application", "ghe-keeper"));
    }

    @Test
    void eachOverlayThatHasAConfigurationIsSeen() {
        assertThat(configurations())
                .contains(
                        DeployedConfiguration.BASE,
                        Manifests.OVERLAYS.resolve("another-account/config/ghe-keeper.yaml"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void variablesAreOnesThatTheProgramReads(Manifest manifest) {
        Map<String, String> environment =
                DeployedConfiguration.environment(mounts(manifest).container());
        assertThat(DeployedConfiguration.of(DeployedConfiguration.BASE, environment))
                .isNotNull();
    }

    @Test
    void aVariableThatTheProgramDoesNotReadIsFound() {
        assertThatThrownBy(() -> DeployedConfiguration.of(
                        DeployedConfiguration.BASE, Map.of("GHE_KEEPER_DRILL_HOSTS", "github-drill.example.com")))
                .hasMessageContaining("GHE_KEEPER_DRILL_HOSTS");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void snapshotsAndRecordsLieOnTheVolume(Manifest manifest) {
        for (String key : List.of("data.directory", "data.state-directory")) {
            assertThat(mounts(manifest).of(deployed.path(key))).as(key).hasValueSatisfying(mount -> {
                assertThat(mount.getName()).isEqualTo("data-ghe-backup");
                assertThat(mount.getReadOnly()).isNull();
                assertThat(mount.getSubPath()).isNull();
            });
        }
        assertThat(deployed.value("data.mount")).isEqualTo("required");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theDecryptedKeyLiesInMemory(Manifest manifest) {
        assertThat(mounts(manifest).volume(deployed.path("key.directory")).map(Volume::getEmptyDir))
                .hasValueSatisfying(memory -> assertThat(memory.getMedium()).isEqualTo("Memory"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theEncryptedKeyIsTheSecrets(Manifest manifest) {
        Path file = deployed.path("key.file");
        assertThat(mounts(manifest).of(file)).hasValueSatisfying(mount -> {
            assertThat(mount.getMountPath()).isEqualTo(file.getParent().toString());
            assertThat(mount.getReadOnly()).isTrue();
            assertThat(mount.getSubPath())
                    .as("a part of a volume is never brought up to date")
                    .isNull();
        });
        assertThat(mounts(manifest).volume(file).map(Volume::getSecret)).hasValueSatisfying(secret -> {
            assertThat(secret.getSecretName()).isEqualTo("ghe-backup-secret");
            assertThat(secret.getItems()).singleElement().satisfies(item -> {
                assertThat(item.getKey()).isEqualTo("kms_private_ssh_key");
                assertThat(item.getPath()).isEqualTo(file.getFileName().toString());
            });
        });
    }

    @ParameterizedTest
    @MethodSource("pods")
    void theConfigurationIsWhereItIsLookedFor(Manifest manifest) {
        for (Path file : List.of(ConfigurationReader.DEFAULT_FILE, deployed.path("appliance.known-hosts"))) {
            assertThat(mounts(manifest).of(file))
                    .hasValueSatisfying(mount -> assertThat(mount.getMountPath())
                            .isEqualTo(file.getParent().toString()));
            assertThat(mounts(manifest).volume(file).map(Volume::getConfigMap))
                    .hasValueSatisfying(map -> assertThat(map.getName()).isEqualTo("ghe-keeper-config"));
            assertThat(Manifests.BASE.resolve("config").resolve(file.getFileName()))
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("pods")
    void thereIsRoomForTemporaryFilesAndNotInMemory(Manifest manifest) {
        assertThat(mounts(manifest).volume(Path.of("/tmp")).map(Volume::getEmptyDir))
                .hasValueSatisfying(folder -> assertThat(folder.getMedium()).isNull());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void labelsAreWhereTheyAlwaysWere(Manifest manifest) {
        assertThat(mounts(manifest).of(Path.of("/details/labels")).map(mount -> mount.getMountPath()))
                .contains("/details");
        assertThat(mounts(manifest).volume(Path.of("/details/labels")).map(Volume::getDownwardAPI))
                .hasValueSatisfying(downward -> assertThat(downward.getItems())
                        .singleElement()
                        .satisfies(item -> {
                            assertThat(item.getPath()).isEqualTo("labels");
                            assertThat(item.getFieldRef().getFieldPath()).isEqualTo("metadata.labels");
                        }));
    }

    @Test
    void theSupervisorIsGivenTheTimeThatARestoreMayTake() {
        assertThat(grace(statefulSet()))
                .isGreaterThanOrEqualTo(configuration
                        .restore()
                        .shutdownGrace()
                        .plus(configuration.engine().stopGrace())
                        .plusSeconds(30));
    }

    @Test
    void jobsAreGivenTheTimeThatTheirRunsMayTake() {
        Manifest backup = Manifests.one(Manifests.plain(), "CronJob", "cronjob-ghe-backup");
        Manifest restore = Manifests.one(Manifests.plain(), "Job", "ghe-backup-restore");
        Duration ending = configuration.engine().stopGrace().plusSeconds(30);

        assertThat(grace(backup)).isGreaterThanOrEqualTo(ending);
        assertThat(grace(restore)).isGreaterThanOrEqualTo(ending);
        assertThat(backup.as(CronJob.class).getSpec().getJobTemplate().getSpec().getActiveDeadlineSeconds())
                .isGreaterThan(
                        configuration.backup().limits().time().plus(ending).toSeconds());
        assertThat(restore.as(Job.class).getSpec().getActiveDeadlineSeconds())
                .isGreaterThan(
                        configuration.restore().limits().time().plus(ending).toSeconds());
    }

    @Test
    void jobsAreDoneOnceAndOneAtATime() {
        CronJob backup = Manifests.one(Manifests.plain(), "CronJob", "cronjob-ghe-backup")
                .as(CronJob.class);
        assertThat(backup.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(backup.getSpec().getStartingDeadlineSeconds()).isPositive();
        assertThat(backup.getSpec().getTimeZone()).isEqualTo("Etc/UTC");
        assertThat(backup.getSpec().getJobTemplate().getSpec().getBackoffLimit())
                .isZero();
        Job restore =
                Manifests.one(Manifests.plain(), "Job", "ghe-backup-restore").as(Job.class);
        assertThat(restore.getSpec().getBackoffLimit()).isZero();
        assertThat(restore.getSpec().getTtlSecondsAfterFinished())
                .as("a Job that is gone would be run again by whatever applies it again")
                .isNull();
        for (Manifest job : List.of(
                Manifests.one(Manifests.plain(), "CronJob", "cronjob-ghe-backup"),
                Manifests.one(Manifests.plain(), "Job", "ghe-backup-restore"))) {
            assertThat(pod(job).getRestartPolicy()).isEqualTo("Never");
        }
    }

    /** They are written out, so that a person reads one file; what must be alike is alike. */
    @ParameterizedTest
    @MethodSource("pods")
    void podsOfJobsAreLikeTheSupervisors(Manifest manifest) {
        PodSpec pod = pod(manifest);
        PodSpec supervisor = pod(statefulSet());
        Container container = mounts(manifest).container();
        Container supervising = mounts(statefulSet()).container();

        assertThat(pod.getSecurityContext()).isEqualTo(supervisor.getSecurityContext());
        assertThat(pod.getServiceAccountName()).isEqualTo(supervisor.getServiceAccountName());
        assertThat(pod.getVolumes().stream().filter(volume -> volume.getPersistentVolumeClaim() == null))
                .isEqualTo(supervisor.getVolumes());
        assertThat(container.getImage()).isEqualTo(supervising.getImage());
        assertThat(container.getSecurityContext()).isEqualTo(supervising.getSecurityContext());
        assertThat(container.getVolumeMounts()).isEqualTo(supervising.getVolumeMounts());
        assertThat(container.getResources()).isEqualTo(supervising.getResources());
        assertThat(manifest.pods().orElseThrow().getMetadata().getAnnotations())
                .isEqualTo(statefulSet().pods().orElseThrow().getMetadata().getAnnotations());
    }

    @Test
    void theSupervisorsClaimIsTheOnlyVolumeThatIsMade() {
        StatefulSet set = statefulSet().as(StatefulSet.class);
        assertThat(set.getSpec().getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data-ghe-backup"));
    }
}
