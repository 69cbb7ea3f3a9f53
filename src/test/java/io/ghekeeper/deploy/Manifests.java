package io.ghekeeper.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests as they lie in the repository, before kustomize. */
final class Manifests {
    static final Path ROOT = Path.of("k8s");
    static final Path BASE = ROOT.resolve("base");
    static final Path OVERLAYS = ROOT.resolve("overlays");

    private Manifests() {}

    /** Every document that is an object of the API. */
    static List<Manifest> plain() {
        return in(ROOT);
    }

    static List<Manifest> in(Path folder) {
        List<Manifest> all = new ArrayList<>();
        for (Path file : files(folder)) {
            boolean manifest = file.toString().endsWith(".yaml")
                    && !file.endsWith("kustomization.yaml")
                    && !file.toString().endsWith(".rules.yaml")
                    && !file.getParent().endsWith("config");
            if (manifest) {
                all.addAll(documents(file.toString(), text(file)));
            }
        }
        return List.copyOf(all);
    }

    /** The only one of its kind and name. */
    static Manifest one(List<Manifest> among, String kind, String name) {
        List<Manifest> found = among.stream()
                .filter(each -> each.kind().equals(kind) && each.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + kind + " " + name + " among " + among);
        }
        return found.get(0);
    }

    static Manifest base(String kind, String name) {
        return one(in(BASE), kind, name);
    }

    /** The base and each overlay: what a person applies. */
    static List<Path> kustomizations() {
        return files(ROOT).stream()
                .filter(file -> file.endsWith("kustomization.yaml"))
                .map(Path::getParent)
                .toList();
    }

    static List<Manifest> documents(String origin, String text) {
        List<Manifest> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            documents.add(new Manifest(origin, (Map<?, ?>) document));
        }
        return documents;
    }

    static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
