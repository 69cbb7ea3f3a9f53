package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.lab.PageCode;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What docs/image.md has people type, each line in its order, in a folder that has what the project's has. docker is a stand-in that
 * knows what the Dockerfile names; sha256sum and git are real, and the checksum that is printed is the one that the build is given.
 */
class ImagePageIT {
    private static final Path PAGE = Path.of("docs/image.md");
    private static final String RELEASE = "github-backup-utils-v3.21.1.tar.gz";

    private static final Map<String, String> NOT_TYPED = Map.of(
            "sudo ./dev image", "the build server types both",
            "docker run --no-healthcheck", "an option for other lines",
            "docker run ... ", "the deployment pages have the whole line",
            "FROM ", "test-image-is-what-its-page-says.sh builds it");

    @TempDir
    private Path folder;

    private TypedPage shell;

    @BeforeEach
    void haveTheProject() throws IOException {
        Files.writeString(folder.resolve(RELEASE), "a release");
        String sum = Tool.run("sha256sum", folder.resolve(RELEASE).toString()).split(" ", -1)[0];
        shell = new TypedPage(folder, true, Map.of("NUMBER", sum));
        shell.render(Manifests.BASE, Manifests.in(Manifests.BASE));
        Tool.run("cp", "-r", "Dockerfile", "LICENSE", "pom.xml", ".mvn", folder.toString());
        Files.createDirectories(folder.resolve("src"));
        Tool.run("cp", "-r", "src/main", folder.resolve("src").toString());
        shell.standIns().know("release 3.21.1 " + sum);
        shell.type("git init -q && git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m first");
        shell.type("kubectl apply -f k8s/namespace.sample.yaml && kubectl apply -n ghe-backup -k k8s/base");
    }

    @Test
    void eachLineOfThePageDoesWhatItSays() throws IOException {
        for (PageCode code : PageCode.typed(PAGE, NOT_TYPED.keySet())) {
            shell.type(code.text());
        }

        assertThat(shell.standIns().done())
                .containsSubsequence(
                        "build .",
                        "push registry.example.com/ghe-keeper:0.1.0",
                        "run registry.example.com/ghe-keeper:0.1.0",
                        "image inspect registry.example.com/ghe-keeper:0.1.0");
    }

    /** A line of the page in which one thing is wrong. */
    @ParameterizedTest
    @CsvSource({
        "BACKUP_UTILS_SHA256=NUMBER, BACKUP_UTILS_SHA=NUMBER",
        "--build-arg BACKUP_UTILS_SHA256=NUMBER, ''",
        "NUMBER, 0000",
        "BACKUP_UTILS_VERSION=3.21.1, BACKUP_UTILS_VERSION=v3.21.1",
        "--build-arg VERSION=0.1.0, --build-arg VERSION=0.2.0",
        "' .\n', ' ..\n'"
    })
    void aBuildOfAnotherKindIsRefused(String right, String wrong) throws IOException {
        String build = PageCode.of(PAGE).stream()
                .map(PageCode::text)
                .filter(text -> text.startsWith("docker build "))
                .findFirst()
                .orElseThrow();

        assertThat(build).contains(right);
        assertThatThrownBy(() -> shell.type(build.replace(right, wrong))).isInstanceOf(IllegalStateException.class);
    }
}
