package io.ghekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which package may use which: the table of the design, and no other way round. */
class ArchitectureTest {
    private static final String ROOT = "io.ghekeeper.";
    private static final List<String> ALWAYS = List.of("java..", "javax..", "io.ghekeeper.text..");

    /** Of ours and of others'; the package itself is understood. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("text", List.of()),
            Map.entry("failure", List.of()),
            Map.entry("cache", List.of()),
            Map.entry("net", List.of()),
            Map.entry("release", ours("failure")),
            Map.entry("process", ours("failure", "org.apache.commons.exec..")),
            Map.entry("schedule", ours("failure", "com.cronutils..")),
            Map.entry("volume", ours("process", "failure")),
            Map.entry("aws", ours("failure", "software.amazon.awssdk..")),
            Map.entry("store", ours("failure", "schedule", "aws", "volume")),
            Map.entry("journal", ours("failure", "volume", "com.fasterxml.jackson..")),
            Map.entry("key", ours("failure", "aws", "net.schmizz.sshj..", "org.snakeyaml.engine..")),
            Map.entry(
                    "appliance",
                    ours(
                            "failure",
                            "volume",
                            "net",
                            "key",
                            "net.schmizz.sshj..",
                            "net.schmizz.keepalive..",
                            "net.schmizz.concurrent..",
                            "com.hierynomus.sshj..",
                            "org.apache.commons.compress..")),
            Map.entry("engine", ours("release", "failure")),
            Map.entry("engine.backuputils", ours("engine", "process", "release", "volume", "failure")),
            Map.entry("snapshot", ours("volume", "failure", "com.fasterxml.jackson..")),
            Map.entry("history", ours("journal", "snapshot", "failure")),
            Map.entry(
                    "seal",
                    ours(
                            "process",
                            "snapshot",
                            "volume",
                            "failure",
                            "com.fasterxml.jackson..",
                            "com.github.luben.zstd..")),
            Map.entry("lines", ours("volume", "com.github.luben.zstd..")),
            Map.entry("pack", ours("seal", "com.github.luben.zstd..")),
            Map.entry("age", ours("process", "failure")),
            Map.entry(
                    "archive",
                    ours(
                            "age",
                            "lines",
                            "pack",
                            "run",
                            "seal",
                            "store",
                            "snapshot",
                            "volume",
                            "failure",
                            "com.fasterxml.jackson..",
                            "com.github.luben.zstd..")),
            Map.entry("repository", ours("archive", "seal", "process", "snapshot", "volume", "failure")),
            Map.entry("retention", ours("history", "release", "journal", "snapshot", "failure")),
            Map.entry("http", ours("cache", "failure", "com.sun.net.httpserver..", "org.slf4j..")),
            Map.entry("log", ours("ch.qos.logback..", "org.slf4j..")),
            Map.entry(
                    "notify",
                    ours(
                            "failure",
                            "net",
                            "schedule",
                            "volume",
                            "journal",
                            "history",
                            "snapshot",
                            "monitor",
                            "com.fasterxml.jackson..",
                            "jakarta.mail..",
                            "org.slf4j..")),
            Map.entry(
                    "metrics",
                    ours(
                            "monitor",
                            "history",
                            "engine",
                            "release",
                            "journal",
                            "snapshot",
                            "volume",
                            "failure",
                            "io.prometheus.metrics..")),
            Map.entry(
                    "monitor",
                    ours(
                            "cache",
                            "history",
                            "release",
                            "journal",
                            "snapshot",
                            "volume",
                            "failure",
                            "com.fasterxml.jackson..")),
            Map.entry("page", ours("monitor", "history", "release", "journal", "snapshot", "volume", "failure")),
            Map.entry(
                    "probe",
                    ours(
                            "failure",
                            "process",
                            "schedule",
                            "journal",
                            "key",
                            "appliance",
                            "engine",
                            "release",
                            "snapshot",
                            "history",
                            "monitor",
                            "volume",
                            "store")),
            Map.entry(
                    "nativesnapshot",
                    ours("aws", "run", "history", "journal", "snapshot", "process", "volume", "failure")),
            Map.entry("run", ours("failure", "journal", "key", "engine", "snapshot", "volume", "org.slf4j..")),
            Map.entry(
                    "keep",
                    ours(
                            "run",
                            "seal",
                            "archive",
                            "nativesnapshot",
                            "retention",
                            "failure",
                            "journal",
                            "history",
                            "snapshot",
                            "volume")),
            Map.entry(
                    "rebuild",
                    ours(
                            "keep",
                            "restore",
                            "run",
                            "seal",
                            "archive",
                            "store",
                            "failure",
                            "journal",
                            "snapshot",
                            "volume")),
            Map.entry(
                    "supervise",
                    ours(
                            "run",
                            "keep",
                            "rebuild",
                            "failure",
                            "schedule",
                            "journal",
                            "snapshot",
                            "history",
                            "monitor",
                            "org.slf4j..")),
            Map.entry(
                    "backup",
                    ours(
                            "run",
                            "seal",
                            "failure",
                            "process",
                            "schedule",
                            "journal",
                            "key",
                            "appliance",
                            "engine",
                            "release",
                            "snapshot",
                            "history",
                            "monitor",
                            "volume",
                            "probe",
                            "org.slf4j..")),
            Map.entry(
                    "restore",
                    ours(
                            "failure",
                            "process",
                            "schedule",
                            "journal",
                            "key",
                            "appliance",
                            "engine",
                            "release",
                            "snapshot",
                            "history",
                            "monitor",
                            "volume",
                            "probe",
                            "archive",
                            "nativesnapshot",
                            "run",
                            "com.fasterxml.jackson..",
                            "org.slf4j..")),
            Map.entry("migrate", ours("config", ROOT + "engine.backuputils", "volume", "failure")),
            Map.entry(
                    "config",
                    ours(
                            "restore",
                            "retention",
                            "release",
                            "failure",
                            "schedule",
                            "journal",
                            "key",
                            "appliance",
                            "engine",
                            "aws",
                            ROOT + "engine.backuputils",
                            "snapshot",
                            "volume",
                            "run",
                            "keep",
                            "nativesnapshot",
                            "rebuild",
                            "age",
                            "archive",
                            "backup",
                            "monitor",
                            "http",
                            "notify",
                            "log",
                            "org.snakeyaml.engine..",
                            "com.fasterxml.jackson..")));

    /** In {@code cli}. */
    private static final Set<String> ASSEMBLIES = Set.of("EngineAssembly");

    /** Outside of {@code volume}: what they write, and why it is not on the volume, or goes through its {@code Disk}. */
    private static final Map<String, String> WRITERS = Map.of(
            "key.KeyDirectory", "decrypted keys, in memory",
            "seal.ShortPaths", "links in the directory for temporary files",
            "supervise.Heartbeat", "one empty file, in memory",
            "engine.backuputils.EngineProgram", "a run's temporary directory",
            "engine.backuputils.RunDirectory", "a run's temporary directory",
            "engine.backuputils.MountNamespace", "a run's temporary directory",
            "engine.backuputils.TmpSeparation", "a run's temporary directory",
            "engine.backuputils.TmpLock", "a folder in /tmp",
            "cli.CheckedStdout", "standard output",
            "cli.DetachedRun", "another process appends to a file that the Disk made");

    /** Who may make a {@code LocalDisk}: for what is not on the volume, but for the assembly, which hands it on. */
    private static final Map<String, String> DISKS = Map.of(
            "cli.RootCommand", "the volume's",
            "cli.HeartbeatPointer", "in memory",
            "journal.UnrecordedRuns", "in memory",
            "appliance.KnownHosts", "a person's known_hosts");

    private static final Set<String> WRITING_OPTIONS =
            Set.of("WRITE", "APPEND", "CREATE", "CREATE_NEW", "TRUNCATE_EXISTING", "DELETE_ON_CLOSE");

    private static final List<String> PACKAGES =
            MAY_USE.keySet().stream().sorted().toList();

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ghekeeper");

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void usesOnlyWhatItsRowAllows(String name) {
        assertThat(PRODUCTION.stream().filter(in(name)))
                .as("classes seen in " + name)
                .isNotEmpty();

        rule(name).check(PRODUCTION);
    }

    /** What Java calls a failure is no reason for people: {@code Failure.fault} names the place in our source. */
    @Test
    void noMessageIsMadeFromTheNameOfAClass() {
        ArchRuleDefinition.noClasses()
                .that()
                .doNotHaveSimpleName("SilentLibraries")
                .should()
                .callMethod(Class.class, "getSimpleName")
                .orShould()
                .callMethod(Class.class, "getName")
                .check(PRODUCTION);
    }

    /** The command line may use every package of ours, and not what AWS's SDK has. */
    @Test
    void onlyOnePackageSeesTheSdkOfAws() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "aws")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(PRODUCTION);
    }

    /** A name that means two things is read wrong by somebody; nested types count. */
    @Test
    void aSimpleNameHasOneMeaning() {
        Map<String, List<String>> bySimpleName = PRODUCTION.stream()
                .filter(type -> !type.getSimpleName().isEmpty())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        bySimpleName.values().removeIf(types -> types.size() == 1);

        assertThat(bySimpleName).isEmpty();
    }

    @Test
    void everyPackageHasARow() {
        List<String> known = new ArrayList<>(PACKAGES);
        known.add("cli"); // the composition root may use everything

        assertThat(PRODUCTION.stream().map(JavaClass::getPackageName).distinct().map(p -> p.substring(ROOT.length())))
                .hasSizeGreaterThan(8)
                .isSubsetOf(known);
    }

    /** Configuration knows only how settings look and what makes them valid, not what is done with them. */
    @Test
    void configurationUsesSettingsAndTheirChecksOnly() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + "config")
                .should()
                .onlyDependOnClassesThat(new DescribedPredicate<>("are settings or no part of ours") {
                    @Override
                    public boolean test(JavaClass target) {
                        String name = target.getName();
                        return !name.startsWith(ROOT)
                                || name.startsWith(ROOT + "config.")
                                || name.startsWith(ROOT + "failure.")
                                || name.startsWith(ROOT + "text.")
                                || name.matches(".*Settings(\\$.*)?")
                                || name.startsWith(ROOT + "notify.Secret")
                                || name.endsWith(".EngineOptions")
                                || name.startsWith(ROOT + "engine.backuputils.EngineOptions$")
                                || name.endsWith(".CronLine")
                                || name.endsWith(".AgeRecipient");
                    }
                })
                .check(PRODUCTION);
    }

    /** One class that makes everything grows with every capability: a new one gets an assembly or a place in one. */
    @Test
    void anAssemblyIsASmallFileWithFewImports() throws IOException {
        Path folder = Path.of("src/main/java/io/ghekeeper/cli");
        List<Path> assemblies;
        try (Stream<Path> files = Files.list(folder)) {
            assemblies = Stream.concat(
                            files.filter(file -> file.toString().endsWith("Assembly.java")),
                            Stream.of(folder.resolve("Keeper.java")))
                    .toList();
        }
        assertThat(assemblies).hasSizeGreaterThan(5).allSatisfy(file -> {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).as(file.toString()).hasSizeLessThan(150);
            assertThat(lines.stream().filter(line -> line.startsWith("import ")))
                    .as(file.toString())
                    .hasSizeLessThan(25);
        });
    }

    /** A second engine comes as another package: only what puts the parts together knows which one there is. */
    @Test
    void onlyAssembliesKnowWhichEngineThereIs() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "engine.backuputils", ROOT + "config", ROOT + "migrate")
                .and(DescribedPredicate.describe("are no assembly", type -> !ASSEMBLIES.contains(type.getSimpleName())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "engine.backuputils")
                .check(PRODUCTION);
    }

    /** One answer comes from one view: a second listing may show another volume. */
    @Test
    void theDataDirectoryIsListedForAViewAndForChangesOnly() {
        ArchRuleDefinition.noClasses()
                .that(DescribedPredicate.describe(
                        "neither make a view nor change snapshots",
                        type -> !Set.of("HistoryReader", "Snapshots", "IncompleteSnapshots", "DataDirectoryCheck")
                                .contains(type.getSimpleName())))
                .should()
                .callMethod(Snapshots.class, "list")
                .check(PRODUCTION);
    }

    @Test
    void reportsAreMadeOfTheViewTheyAreGiven() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(ROOT + "monitor", ROOT + "page", ROOT + "metrics", ROOT + "notify")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "lists runs",
                        call -> call.getTargetOwner().isEquivalentTo(Journal.class)
                                && Set.of("ids", "newest", "restores", "lastGood")
                                        .contains(call.getName())))
                .check(PRODUCTION);
    }

    /**
     * What is written past the {@code Disk} is not in the crash matrix. A file that is only read is opened with READ. A row
     * that is not needed would excuse what comes later.
     */
    @Test
    void everyChangeOnTheVolumeGoesThroughTheDisk() {
        assertThat(outsideOfVolume(ArchitectureTest::writes)).isEqualTo(WRITERS.keySet());
    }

    @Test
    void onlyAssembliesMakeTheDiskOfTheVolume() {
        assertThat(outsideOfVolume(access -> access.getTargetOwner().isEquivalentTo(LocalDisk.class)))
                .isEqualTo(DISKS.keySet());
    }

    private static Set<String> outsideOfVolume(Predicate<JavaAccess<?>> access) {
        return PRODUCTION.stream()
                .filter(type -> !type.getPackageName().equals(ROOT + "volume"))
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(access))
                .map(type -> type.getName().substring(ROOT.length()).replaceAll("\\$.*", ""))
                .collect(Collectors.toSet());
    }

    /** Static, so an option that is computed would be missed; {@code RandomAccessFile} is opened to read only. */
    private static boolean writes(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        return switch (owner) {
            case "java.nio.file.Files" ->
                name.matches(
                        "write.*|newBufferedWriter|newOutputStream|newByteChannel|copy|move|delete.*|create.*|set.*");
            case "java.nio.file.StandardOpenOption" -> WRITING_OPTIONS.contains(name);
            case "java.nio.channels.FileChannel" -> name.matches("write|truncate|transferFrom");
            case "java.nio.file.SecureDirectoryStream" -> name.matches("delete.*|move");
            case "java.io.File" -> name.matches("create.*|delete.*|mkdir.*|renameTo|set.*");
            case "java.io.RandomAccessFile" -> name.matches("write.*|setLength");
            case "java.lang.ProcessBuilder$Redirect" -> name.matches("to|appendTo");
            case "java.io.FileOutputStream", "java.io.FileWriter" -> name.equals("<init>");
            default -> false;
        };
    }

    /** No other package puts a duration into words. */
    @Test
    void durationsAreWordedInTextOnly() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "text")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "takes a duration apart",
                        call -> call.getTargetOwner().isEquivalentTo(Duration.class)
                                && call.getName().matches("to\\w+Part|toDays|toHours|toMinutes")))
                .check(PRODUCTION);
    }

    /** A rule that cannot fail holds nothing: this package's tests use the journal, which failure may not. */
    @Test
    void aPlantedBreachIsFound() {
        JavaClasses breach = new ClassFileImporter().importClasses(io.ghekeeper.lab.LeaseHolder.class);
        ArchRule rule = ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + "lab")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed("lab", MAY_USE.get("failure")));

        assertThatThrownBy(() -> rule.check(breach))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.ghekeeper.journal");
    }

    private static ArchRule rule(String name) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed(name, MAY_USE.get(name)));
    }

    private static String[] allowed(String name, List<String> row) {
        return Stream.of(ALWAYS, row, List.of(ROOT + name))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    private static Predicate<JavaClass> in(String name) {
        return type -> type.getPackageName().equals(ROOT + name);
    }

    private static List<String> ours(String... names) {
        return Stream.of(names)
                .map(name -> name.contains(".") ? name : ROOT + name)
                .toList();
    }
}
