package io.ghekeeper.deploy;

import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code kubectl kustomize}: what {@code kubectl apply -k} would send. */
final class Kustomize {
    /** Fields that old releases (that of Debian 12 among them) do not know. */
    private static final String MODERN = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            configMapGenerator:
              - name: a
                literals:
                  - b=c
            labels:
              - pairs:
                  d: e
            """;

    private Kustomize() {}

    /** Why there is none that can be used; nothing where there is one. */
    static Optional<String> missing(Path folder) {
        try {
            Files.writeString(Files.createDirectories(folder.resolve("modern")).resolve("kustomization.yaml"), MODERN);
            render(folder.resolve("modern"));
            return Optional.empty();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            return Optional.of("no kubectl here with a kustomize that knows `labels`: " + e.getMessage());
        }
    }

    static List<Manifest> built(Path folder) {
        return Manifests.documents("kustomize " + folder, render(folder));
    }

    static String render(Path folder) {
        return Tool.run("kubectl", "kustomize", folder.toString());
    }
}
