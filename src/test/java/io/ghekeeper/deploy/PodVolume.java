package io.ghekeeper.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A volume of a pod, and what the kubelet makes of it on its node.
 *
 * @param name what mounts call it
 * @param kind claim, configMap, secret, labels, memory or disk
 * @param object of that kind; for those that the pod itself has, the volume's name
 * @param mode of its files where it has a mode, its size where it has that, otherwise 0
 * @param items KEY=PATH for each file; without any, every key is a file of its name
 */
record PodVolume(String name, String kind, String object, String mode, List<String> items) {
    private static final int PLAIN = 0644;

    /** Below the folder of all volumes. */
    String folder() {
        return kind + "/" + object;
    }

    /** Kubernetes mounts these so, whatever the manifest says. */
    boolean readOnly() {
        return Set.of("configMap", "secret", "labels").contains(kind);
    }

    /** For bash: blanks between, and none within. */
    String line() {
        return String.join(" ", kind, folder(), mode, String.join(" ", items)).strip();
    }

    /** Those of a pod; and those of the set that it is of. */
    static List<PodVolume> of(Manifest manifest, Map<?, ?> pod) {
        List<PodVolume> volumes = new ArrayList<>();
        list(pod.get("volumes")).forEach(volume -> volumes.add(read(volume)));
        Map<?, ?> spec = (Map<?, ?>) manifest.tree().get("spec");
        for (Map<?, ?> template : list(spec.get("volumeClaimTemplates"))) {
            String name = String.valueOf(map(template.get("metadata")).get("name"));
            volumes.add(new PodVolume(name, "claim", name + "-" + manifest.name() + "-0", "0", List.of()));
        }
        return volumes;
    }

    private static PodVolume read(Map<?, ?> volume) {
        String name = String.valueOf(volume.get("name"));
        Set<String> sources = volume.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
        sources.remove("name");
        if (sources.size() != 1) {
            throw new IllegalArgumentException("not one source of volume " + name + ": " + sources);
        }
        String type = sources.iterator().next();
        Map<?, ?> source = map(volume.get(type));
        return switch (type) {
            case "persistentVolumeClaim" -> new PodVolume(name, "claim", text(source, "claimName"), "0", List.of());
            case "configMap" -> new PodVolume(name, type, text(source, "name"), mode(source), items(source));
            case "secret" -> new PodVolume(name, type, text(source, "secretName"), mode(source), items(source));
            case "downwardAPI" -> new PodVolume(name, "labels", name, mode(source), labels(source));
            case "emptyDir" -> new PodVolume(name, medium(source), name, text(source, "sizeLimit"), List.of());
            default -> throw new IllegalArgumentException("volume " + name + " is of an unknown type: " + type);
        };
    }

    private static String medium(Map<?, ?> emptyDir) {
        return "Memory".equals(emptyDir.get("medium")) ? "memory" : "disk";
    }

    private static String mode(Map<?, ?> source) {
        Object mode = source.get("defaultMode");
        return Integer.toOctalString(mode == null ? PLAIN : (Integer) mode);
    }

    private static List<String> items(Map<?, ?> source) {
        return list(source.get("items")).stream()
                .map(item -> text(item, "key") + "=" + text(item, "path"))
                .toList();
    }

    private static List<String> labels(Map<?, ?> source) {
        return list(source.get("items")).stream()
                .map(item -> text(map(item.get("fieldRef")), "fieldPath") + "=" + text(item, "path"))
                .toList();
    }

    private static String text(Map<?, ?> source, String key) {
        if (source.get(key) == null) {
            throw new IllegalArgumentException("no " + key + " in " + source);
        }
        return String.valueOf(source.get(key));
    }

    static Map<?, ?> map(Object node) {
        return (Map<?, ?>) node;
    }

    static List<Map<?, ?>> list(Object node) {
        List<Map<?, ?>> list = new ArrayList<>();
        if (node instanceof List<?> all) {
            all.forEach(each -> list.add(map(each)));
        }
        return list;
    }
}
