package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The pods of the manifests, for the bash tests, which run them by podman: podman's own {@code kube play} knows neither
 * the owners and modes that a kubelet gives, nor memory-backed volumes. The program's argument: a folder. In it each pod gets
 * one, with files of a word, or of a volume, a line:
 *
 * <p>{@code flags} for {@code podman run}, where {@code {pod}} is the folder with the volumes; {@code args};
 * {@code volumes} as {@link PodVolume#line} has them; {@code group}, whose they are; {@code metadata.labels}; and the probes
 * {@code startup}, {@code readiness} and {@code liveness}: the time they have in seconds, and the words of the command,
 * or {@code GET}, port and path.
 */
public final class PodsForPodman {
    private PodsForPodman() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Optional<String> missing = Kustomize.missing(folder);
        missing.ifPresent(why -> System.err.println("the manifests are tried as they lie there: " + why));
        write(folder.resolve("base"), "StatefulSet", objects(Manifests.BASE, missing.isEmpty()));
        write(folder.resolve("cronjob"), "CronJob", objects(Manifests.OVERLAYS.resolve("cronjob"), missing.isEmpty()));
        write(folder.resolve("restore"), "Job", objects(Manifests.OVERLAYS.resolve("restore"), missing.isEmpty()));
    }

    private static List<Manifest> objects(Path kustomization, boolean kustomized) {
        return kustomized ? Kustomize.built(kustomization) : Manifests.in(kustomization);
    }

    private static void write(Path folder, String kind, List<Manifest> objects) throws IOException {
        List<Manifest> found =
                objects.stream().filter(each -> each.kind().equals(kind)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("not one " + kind + " for " + folder + ": " + found);
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, List<String>> file : files(found.get(0)).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Name to lines. */
    static Map<String, List<String>> files(Manifest manifest) {
        PodTemplateSpec template = manifest.pods().orElseThrow(); // which fails on what the API does not know
        Container container = new Mounts(template.getSpec()).container();
        Map<?, ?> pod = specification(manifest);
        List<PodVolume> volumes = PodVolume.of(manifest, pod);
        Map<String, List<String>> files = new TreeMap<>();
        files.put("flags", PodmanFlags.of(pod, volumes));
        files.put("args", container.getArgs());
        files.put("volumes", volumes.stream().map(PodVolume::line).toList());
        files.put(
                "group",
                List.of(template.getSpec().getSecurityContext().getFsGroup().toString()));
        files.put("metadata.labels", labels(template.getMetadata().getLabels()));
        files.put("startup", probe(container, container.getStartupProbe()));
        files.put("readiness", probe(container, container.getReadinessProbe()));
        files.put("liveness", probe(container, container.getLivenessProbe()));
        return files;
    }

    /** As the downward API writes them. */
    private static List<String> labels(Map<String, String> labels) {
        return new TreeMap<>(labels)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                        .collect(Collectors.toList());
    }

    private static List<String> probe(Container container, Probe probe) {
        if (probe == null) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of(probe.getTimeoutSeconds().toString()));
        if (probe.getHttpGet() != null) {
            words.addAll(
                    List.of("GET", port(container, probe), probe.getHttpGet().getPath()));
        } else {
            words.addAll(probe.getExec().getCommand());
        }
        return words;
    }

    private static String port(Container container, Probe probe) {
        String name = probe.getHttpGet().getPort().getStrVal();
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort()
                .toString();
    }

    private static Map<?, ?> specification(Manifest manifest) {
        Map<?, ?> spec = PodVolume.map(manifest.tree().get("spec"));
        if (spec.get("jobTemplate") != null) {
            spec = PodVolume.map(PodVolume.map(spec.get("jobTemplate")).get("spec"));
        }
        return PodVolume.map(PodVolume.map(spec.get("template")).get("spec"));
    }
}
