package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No key gets into the repository by way of a manifest, neither as it is nor encoded, and the sample cannot be applied. */
class NoKeyInManifestsTest {
    private static final Pattern KEY =
            Pattern.compile("BEGIN [A-Z0-9 ]*PRIVATE KEY|openssh-key-v1|PuTTY-User-Key-File");

    /** Long enough for the first words of a key, which are what is looked for. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{24,}={0,2}");

    private static final Pattern NAME_OF_AN_OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    static List<Path> files() {
        return Manifests.files(Manifests.ROOT);
    }

    @ParameterizedTest
    @MethodSource("files")
    void noFileHoldsAPrivateKey(Path file) {
        assertThat(keys(Manifests.text(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn", "-----BEGIN RSA PRIVATE KEY-----\nMIIE"})
    void aPlantedKeyIsFound(String key) {
        String once = base64(key + "NzaC1rZXktdjEAAAAABG5vbmU");
        assertThat(keys("data:\n  k: |\n    " + key)).isNotEmpty();
        assertThat(keys("data:\n  k: " + once)).isNotEmpty();
        assertThat(keys("data:\n  k: " + base64("x" + once))).isNotEmpty();
        assertThat(keys("stringData:\n  k: " + base64("openssh-key-v1\0and so on and on")))
                .as("the body of a key, without its first line")
                .isNotEmpty();
    }

    @Test
    void theSampleOfTheSecretCannotBeApplied() {
        Secret secret = Manifests.one(Manifests.plain(), "Secret", "COPY TO secret.yaml AND CALL IT ghe-backup-secret")
                .as(Secret.class);
        assertThat(secret.getMetadata().getName()).doesNotMatch(NAME_OF_AN_OBJECT);
        assertThat("ghe-backup-secret").matches(NAME_OF_AN_OBJECT);
        assertThat(secret.getStringData()).containsOnlyKeys("kms_private_ssh_key");
        assertThat(secret.getData()).isEmpty();
    }

    @Test
    void noKustomizationIncludesASecret() {
        for (Path folder : Manifests.kustomizations()) {
            assertThat(Manifests.text(folder.resolve("kustomization.yaml")))
                    .doesNotContain("secret", "namespace.sample");
        }
    }

    @Test
    void theFilledInCopyIsIgnoredByGit() {
        assertThat(Manifests.text(Path.of(".gitignore")).lines()).contains("/k8s/secret.yaml");
    }

    private static List<String> keys(String text) {
        return keys(text, 3);
    }

    private static List<String> keys(String text, int depth) {
        List<String> found = new ArrayList<>();
        if (KEY.matcher(text).find()) {
            found.add(text);
        }
        Matcher encoded = BASE64.matcher(text);
        while (depth > 0 && encoded.find()) {
            // Letters may stand before it: groups of four can begin at any of them.
            for (int from = 0; from < 4; from++) {
                found.addAll(keys(decoded(encoded.group().substring(from)), depth - 1));
            }
        }
        return found;
    }

    private static String decoded(String base64) {
        String standard = base64.replace('-', '+').replace('_', '/').replaceAll("=", "");
        String whole = standard.substring(0, standard.length() / 4 * 4);
        return new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
