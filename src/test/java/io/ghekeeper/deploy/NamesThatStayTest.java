package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What deployments of the earlier appliance are called, and what holds the parts of a deployment together. */
class NamesThatStayTest {
    private static final Path CRONJOB = Manifests.OVERLAYS.resolve("cronjob");
    private static final Path EXISTING = Manifests.ROOT.resolve("existing-volume.sample.yaml");
    /** The CronJob of docs/native.md. */
    private static final String EXPIRY = "ghe-native-expire";

    private static final String CLAIM = "data-ghe-backup-statefulset-ghe-backup-0";

    private final StatefulSet set =
            Manifests.base("StatefulSet", "statefulset-ghe-backup").as(StatefulSet.class);
    private final StatefulSetSpec spec = set.getSpec();

    @Test
    void fieldsThatCannotBeChangedAreAsTheyWere() {
        assertThat(spec.getServiceName()).isEqualTo("deploy-ghe-backup");
        assertThat(spec.getSelector().getMatchLabels()).isEqualTo(Map.of("app", "ghe-backup"));
        assertThat(spec.getTemplate().getMetadata().getLabels()).containsEntry("app", "ghe-backup");
        assertThat(spec.getReplicas()).isEqualTo(1);
        assertThat(spec.getVolumeClaimTemplates().get(0).getMetadata().getLabels())
                .isEmpty();
    }

    @Test
    void theClaimIsOfTheSizeThatItHad() {
        PersistentVolumeClaim claim = spec.getVolumeClaimTemplates().get(0);
        assertThat(claim.getMetadata().getName() + "-" + set.getMetadata().getName() + "-0")
                .isEqualTo(CLAIM);
        assertThat(size(claim.getSpec())).isEqualTo(new Quantity("1000Gi"));
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
        assertThat(spec.getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
                .isEqualTo("Retain");
        assertThat(spec.getPersistentVolumeClaimRetentionPolicy().getWhenScaled())
                .isEqualTo("Retain");
    }

    @Test
    void jobsTakeTheStatefulSetsClaim() {
        List<String> claims = PodSecurityTest.withPods().stream()
                .map(manifest -> manifest.pods().orElseThrow().getSpec())
                .flatMap(pod -> pod.getVolumes().stream())
                .map(volume -> volume.getPersistentVolumeClaim())
                .filter(Objects::nonNull)
                .map(source -> source.getClaimName())
                .toList();
        assertThat(claims).hasSize(3).containsOnly(CLAIM);

        PersistentVolumeClaim made = Manifests.one(Manifests.in(CRONJOB), "PersistentVolumeClaim", CLAIM)
                .as(PersistentVolumeClaim.class);
        assertThat(made.getSpec())
                .isEqualTo(spec.getVolumeClaimTemplates().get(0).getSpec());
    }

    @Test
    void aVolumeThatIsThereAlreadyIsBoundToThatClaimAndNeverDeleted() {
        PersistentVolume volume = Manifests.one(Manifests.plain(), "PersistentVolume", "ghe-backup")
                .as(PersistentVolume.class);
        PersistentVolumeClaim claim =
                Manifests.documents("", Manifests.text(EXISTING)).get(1).as(PersistentVolumeClaim.class);

        assertThat(volume.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Retain");
        assertThat(volume.getSpec().getClaimRef().getName()).isEqualTo(CLAIM);
        assertThat(claim.getMetadata().getName()).isEqualTo(CLAIM);
        assertThat(claim.getSpec().getVolumeName())
                .isEqualTo(volume.getMetadata().getName());
        assertThat(size(claim.getSpec()))
                .isEqualTo(volume.getSpec().getCapacity().get("storage"));
        assertThat(claim.getSpec().getStorageClassName())
                .as("else the default class makes a new volume")
                .isEqualTo(volume.getSpec().getStorageClassName())
                .isEmpty();
    }

    @Test
    void theServiceIsTheOneThatTheStatefulSetNames() {
        Service service = Manifests.base("Service", spec.getServiceName()).as(Service.class);
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(service.getSpec().getSelector()).isEqualTo(spec.getSelector().getMatchLabels());
    }

    @Test
    void podsHaveAnAccountThatIsThereAndHasARole() {
        PodSpec pod = spec.getTemplate().getSpec();
        ServiceAccount account =
                Manifests.base("ServiceAccount", pod.getServiceAccountName()).as(ServiceAccount.class);
        assertThat(account.getMetadata().getAnnotations())
                .hasEntrySatisfying(
                        "eks.amazonaws.com/role-arn",
                        arn -> assertThat(arn).matches("arn:aws:iam::111122223333:role/[a-z-]+"));
        assertThat(account.getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void theRoleMayBeTakenByThatAccountInThatNamespace() {
        Path trust = Path.of("docs/iam/kubernetes-trust.json");
        String namespace =
                Manifests.one(Manifests.plain(), "Namespace", "ghe-backup").name();
        String account = spec.getTemplate().getSpec().getServiceAccountName();
        assertThat(Manifests.text(trust)).contains("\"system:serviceaccount:" + namespace + ":" + account + "\"");
    }

    @Test
    void autoscalersLeaveThePodsAlone() {
        assertThat(PodSecurityTest.ordinary())
                .allSatisfy(manifest -> assertThat(
                                manifest.pods().orElseThrow().getMetadata().getAnnotations())
                        .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false")
                        .containsEntry("karpenter.sh/do-not-disrupt", "true"));
    }

    @Test
    void theKubeletLeavesAVolumeThatFitsAlone() {
        assertThat(spec.getTemplate().getSpec().getSecurityContext().getFsGroupChangePolicy())
                .isEqualTo("OnRootMismatch");
    }

    @Test
    void theCronJobThatDeletesSnapshotsIsThatOfItsPage() {
        assertThat(Manifests.text(Path.of("docs/native.md")))
                .contains("kind: CronJob\n    metadata:\n      name: " + EXPIRY);
    }

    @Test
    void everyAlertMeansThePodOrTheCronJobOrTheirClaim() {
        StrictModel.PrometheusRule rule =
                Manifests.one(Manifests.plain(), "PrometheusRule", "ghe-backup").as(StrictModel.PrometheusRule.class);
        List<StrictModel.PrometheusRule.Rule> alerts =
                rule.spec().groups().get(0).rules();
        String name = set.getMetadata().getName();
        String cronJob = Manifests.one(Manifests.plain(), "CronJob", "cronjob-ghe-backup")
                .name();

        assertThat(alerts)
                .extracting(StrictModel.PrometheusRule.Rule::alert)
                .containsExactly(
                        "GheBackupPodMissing",
                        "GheBackupCronJobWithoutSuccess",
                        "GheNativeExpiryWithoutSuccess",
                        "GheBackupPodRestarts",
                        "GheBackupVolumeFull",
                        "GheBackupVolumeOutOfInodes");
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.expr())
                    .matches(expression -> Pattern.compile("\\{[a-z]+=\"([^\"]+)\"\\}")
                            .matcher(expression)
                            .results()
                            .allMatch(selected -> List.of(name, name + "-0", cronJob, CLAIM, EXPIRY)
                                    .contains(selected.group(1))))
                    .contains("{");
            assertThat(alert.annotations()).containsOnlyKeys("summary", "action", "runbook_url");
            assertThat(alert.labels()).containsOnlyKeys("severity");
        });
    }

    private static Quantity size(PersistentVolumeClaimSpec claim) {
        return claim.getResources().getRequests().get("storage");
    }
}
