package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.schedule.ScheduleSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes of the base and of each overlay, which is what the API server gets. */
@Tag("core")
class KustomizedIT {
    @TempDir
    static Path folder;

    private static final Map<Path, List<Manifest>> BUILT = new HashMap<>();

    private static Optional<String> missing = Optional.empty();

    @BeforeAll
    static void build() {
        missing = Kustomize.missing(folder);
        if (missing.isEmpty()) {
            kustomizations().forEach(each -> BUILT.put(each, Kustomize.built(each)));
        }
    }

    /** One by one: a class that is given up as a whole is not among those that were skipped. */
    @BeforeEach
    void needsKustomize() {
        missing.ifPresent(why -> Assumptions.abort(why));
    }

    static List<Path> kustomizations() {
        return Manifests.kustomizations();
    }

    static List<Path> withConfiguration() {
        return kustomizations().stream()
                .filter(each -> !each.endsWith("monitoring") && !each.endsWith("adopt-volume"))
                .toList();
    }

    private static List<Manifest> overlay(String name) {
        return BUILT.get(Manifests.OVERLAYS.resolve(name));
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void hasOnlyWhatTheApiKnows(Path overlay) {
        assertThat(BUILT.get(overlay)).isNotEmpty().allSatisfy(manifest -> {
            assertThat(manifest.typed()).isNotNull();
            assertThat(ApiWords.unknown(manifest.tree())).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void everyPodFitsRestrictedButTheOneThatGivesAwayAVolume(Path overlay) {
        for (Manifest manifest : BUILT.get(overlay)) {
            if (!overlay.endsWith("adopt-volume")) {
                manifest.pods()
                        .ifPresent(pods -> assertThat(PodSecurity.againstRestricted(pods.getSpec()))
                                .as(manifest.toString())
                                .isEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void noTwoObjectsAreOfOneKindAndName(Path overlay) {
        assertThat(BUILT.get(overlay).stream().map(manifest -> manifest.kind() + " " + manifest.name()))
                .doesNotHaveDuplicates();
    }

    /** A change of the configuration changes the name, and by it the pods. */
    @ParameterizedTest
    @MethodSource("kustomizations")
    void podsTakeTheConfigMapsThatAreThereByTheirHashedNames(Path overlay) {
        List<String> made = BUILT.get(overlay).stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap") && !isDashboard(manifest))
                .map(Manifest::name)
                .toList();
        List<String> taken = BUILT.get(overlay).stream()
                .flatMap(manifest -> manifest.pods().stream())
                .flatMap(pods -> pods.getSpec().getVolumes().stream())
                .map(Volume::getConfigMap)
                .filter(Objects::nonNull)
                .map(source -> source.getName())
                .distinct()
                .toList();
        assertThat(taken).containsExactlyElementsOf(made).allMatch(name -> name.matches("[a-z-]+-[a-z0-9]{10}"));
    }

    /** Grafana takes those by their label, and no pod does. */
    private static boolean isDashboard(Manifest manifest) {
        return "1".equals(manifest.as(ConfigMap.class).getMetadata().getLabels().get("grafana_dashboard"));
    }

    @Test
    void theDashboardComesWithItsLabelAndAsItLiesThere() {
        assertThat(overlay("monitoring"))
                .filteredOn(manifest -> manifest.kind().equals("ConfigMap"))
                .singleElement()
                .satisfies(manifest -> {
                    assertThat(isDashboard(manifest)).isTrue();
                    assertThat(manifest.as(ConfigMap.class).getData())
                            .containsExactly(Map.entry(
                                    "ghe-backup.json",
                                    Manifests.text(Manifests.OVERLAYS.resolve("monitoring/grafana-dashboard.json"))));
                });
    }

    @ParameterizedTest
    @MethodSource("withConfiguration")
    void theConfigurationIsGoodWithTheVariablesOfEachContainer(Path overlay) {
        List<Manifest> pods = BUILT.get(overlay).stream()
                .filter(manifest -> manifest.pods().isPresent())
                .toList();
        assertThat(pods)
                .isNotEmpty()
                .allSatisfy(manifest -> assertThat(
                                configuration(overlay, manifest).appliance().host())
                        .isEqualTo("github.example.com"));
    }

    @ParameterizedTest
    @MethodSource("withConfiguration")
    void knownHostsComesWithEveryConfiguration(Path overlay) {
        assertThat(configMap(overlay).getData()).containsOnlyKeys("ghe-keeper.yaml", "known_hosts");
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void namesOneImage(Path overlay) {
        assertThat(BUILT.get(overlay).stream()
                        .flatMap(manifest -> manifest.pods().stream())
                        .flatMap(pods -> PodSecurity.containers(pods.getSpec()).stream())
                        .map(container -> container.getImage()))
                .allMatch("registry.example.com/ghe-keeper:VERSION"::equals);
    }

    @Test
    void anotherAccountHasAnotherRoleAndALighterSchedule() {
        Path overlay = Manifests.OVERLAYS.resolve("another-account");
        Manifest account = Manifests.one(BUILT.get(overlay), "ServiceAccount", "ghe-backup");
        Configuration there =
                configuration(overlay, Manifests.one(BUILT.get(overlay), "StatefulSet", "statefulset-ghe-backup"));

        assertThat(account.tree().toString())
                .contains("arn:aws:iam::444455556666:role/ghe-backup")
                .doesNotContain("111122223333");
        List<Instant> ticks = ticksOfAWeek(there.schedule());
        List<Instant> ticksOfTheFirst =
                ticksOfAWeek(configuration(Manifests.BASE, Manifests.base("StatefulSet", "statefulset-ghe-backup"))
                        .schedule());
        assertThat(ticks).hasSize(13).doesNotContainAnyElementsOf(ticksOfTheFirst);
        assertThat(ticksOfTheFirst).hasSize(20);
    }

    private static List<Instant> ticksOfAWeek(ScheduleSettings settings) {
        Schedule schedule = new Schedule(settings.timeZone(), settings.backup());
        Instant begin = Instant.parse("2026-11-02T00:00:00Z");
        return Stream.iterate(begin, after -> schedule.next(after).orElseThrow())
                .skip(1)
                .takeWhile(tick -> tick.isBefore(begin.plus(Duration.ofDays(7))))
                .toList();
    }

    /** Where a person keeps the pages is changed in one place. */
    @Test
    void everyRunbookUrlBeginsWithTheOneAddressOfThePages(@TempDir Path copy) throws IOException {
        copyTree(Manifests.OVERLAYS.resolve("monitoring"), copy);
        Path file = copy.resolve("prometheusrule.yaml");
        String pages = "https://git.example.com/ghe-keeper/blob/main";
        Files.writeString(
                file,
                Manifests.text(file)
                        .replace("ghe-keeper-pages: " + pages, "ghe-keeper-pages: https://pages.example.org"));

        assertThat(Kustomize.render(copy).lines().filter(line -> line.contains("runbook_url: ")))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.contains("runbook_url: https://pages.example.org/docs/alerts.md#"));
    }

    @Test
    void drillsHaveAHostAndASchedule() {
        Manifest set = Manifests.one(overlay("drill"), "StatefulSet", "statefulset-ghe-backup");
        Configuration there = configuration(Manifests.OVERLAYS.resolve("drill"), set);
        assertThat(there.drill().host()).contains("github-drill.example.com");
        assertThat(there.drill().schedule()).hasSize(1);
    }

    @Test
    void aCronJobStandsAloneOnTheVolume() {
        assertThat(overlay("cronjob").stream().map(Manifest::kind))
                .contains("CronJob", "PersistentVolumeClaim", "ServiceAccount", "NetworkPolicy", "ConfigMap")
                .doesNotContain("StatefulSet", "Service", "PodDisruptionBudget");
    }

    /** Whatever it is put over, as its own comment says. */
    @ParameterizedTest
    @ValueSource(strings = {"../../base", "../another-account", "../drill", "../cronjob"})
    void aRestoreSendsAwayWhatTakesBackups(String deployed, @TempDir Path copy) throws IOException {
        copyTree(Manifests.ROOT, copy);
        Path file = copy.resolve("overlays/restore/kustomization.yaml");
        Files.writeString(file, Manifests.text(file).replace("- ../../base", "- " + deployed));

        List<Manifest> built = Kustomize.built(file.getParent());

        assertThat(Manifests.one(built, "Job", "ghe-backup-restore")).isNotNull();
        if (deployed.endsWith("cronjob")) {
            assertThat(Manifests.one(built, "CronJob", "cronjob-ghe-backup")
                            .as(CronJob.class)
                            .getSpec()
                            .getSuspend())
                    .isTrue();
        } else {
            assertThat(Manifests.one(built, "StatefulSet", "statefulset-ghe-backup")
                            .as(StatefulSet.class)
                            .getSpec()
                            .getReplicas())
                    .isZero();
        }
    }

    @Test
    void labelsOfOursReachNoSelectorAndNoPod() {
        StatefulSet plain =
                Manifests.base("StatefulSet", "statefulset-ghe-backup").as(StatefulSet.class);
        StatefulSet built = Manifests.one(BUILT.get(Manifests.BASE), "StatefulSet", "statefulset-ghe-backup")
                .as(StatefulSet.class);
        assertThat(built.getMetadata().getLabels()).containsEntry("app.kubernetes.io/part-of", "ghe-backup");
        assertThat(built.getSpec().getSelector()).isEqualTo(plain.getSpec().getSelector());
        assertThat(built.getSpec().getTemplate().getMetadata())
                .isEqualTo(plain.getSpec().getTemplate().getMetadata());
        assertThat(built.getSpec().getVolumeClaimTemplates())
                .isEqualTo(plain.getSpec().getVolumeClaimTemplates());
    }

    @Test
    void aTypoInAPatchFails(@TempDir Path copy) throws IOException {
        copyTree(Manifests.ROOT, copy);
        Path file = copy.resolve("overlays/drill/kustomization.yaml");
        Files.writeString(file, Manifests.text(file).replace("value: github-drill", "values: github-drill"));
        assertThatThrownBy(() -> Kustomize.built(file.getParent()).forEach(Manifest::typed))
                .hasMessageContaining("\"values\"");
    }

    @Test
    void aTypoInAKustomizationFails(@TempDir Path copy) throws IOException {
        copyTree(Manifests.ROOT, copy);
        Path file = copy.resolve("base/kustomization.yaml");
        Files.writeString(file, Manifests.text(file).replace("configMapGenerator:", "configMapGenerators:"));
        assertThatThrownBy(() -> Kustomize.built(file.getParent())).hasMessageContaining("configMapGenerators");
    }

    private static ConfigMap configMap(Path overlay) {
        return BUILT.get(overlay).stream()
                .filter(manifest -> manifest.kind().equals("ConfigMap"))
                .findFirst()
                .orElseThrow()
                .as(ConfigMap.class);
    }

    private static Configuration configuration(Path overlay, Manifest pods) {
        try {
            Path file = folder.resolve("ghe-keeper.yaml");
            Files.writeString(file, configMap(overlay).getData().get("ghe-keeper.yaml"));
            return DeployedConfiguration.of(
                            file,
                            DeployedConfiguration.environment(
                                    new Mounts(pods.pods().orElseThrow().getSpec()).container()))
                    .configuration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
    }
}
