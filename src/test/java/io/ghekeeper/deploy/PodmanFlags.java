package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A pod's only container as flags for podman. A field that is neither translated nor known to have no counterpart fails:
 * otherwise a test would run a manifest without its new field.
 */
final class PodmanFlags {
    /** What podman has no counterpart for, or what the test itself decides: image, network and when to probe. */
    private static final Set<String> LEFT_OUT = Set.of(
            "automountServiceAccountToken",
            "containers.image",
            "containers.imagePullPolicy",
            "containers.name",
            "containers.ports",
            "containers.resources.limits.ephemeral-storage",
            "containers.resources.requests.cpu",
            "containers.resources.requests.ephemeral-storage",
            "containers.resources.requests.memory",
            "enableServiceLinks",
            "restartPolicy",
            "securityContext.fsGroupChangePolicy",
            "securityContext.runAsNonRoot",
            "serviceAccountName");

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final List<String> flags = new ArrayList<>();

    private PodmanFlags(Map<?, ?> pod) {
        flatten("", pod);
    }

    /** @param pod the specification of a pod, as YAML has it */
    static List<String> of(Map<?, ?> pod, List<PodVolume> volumes) {
        PodmanFlags translation = new PodmanFlags(pod);
        translation.translate();
        translation.mount(volumes);
        translation.nothingIsLeft();
        return List.copyOf(translation.flags);
    }

    private void translate() {
        flags.add("--user=" + needed("securityContext.runAsUser") + ":" + needed("securityContext.runAsGroup"));
        flags.add("--group-add=" + needed("securityContext.fsGroup"));
        needed("securityContext.seccompProfile.type", "RuntimeDefault"); // podman's default as well
        if (is("containers.securityContext.readOnlyRootFilesystem", true)) {
            flags.add("--read-only");
            flags.add("--read-only-tmpfs=false");
        }
        if (is("containers.securityContext.allowPrivilegeEscalation", false)) {
            flags.add("--security-opt=no-new-privileges");
        }
        take("containers.securityContext.capabilities.drop")
                .ifPresent(names -> ((List<?>) names).forEach(name -> flags.add("--cap-drop=" + name)));
        String memory = Quantity.getAmountInBytes(Quantity.parse(needed("containers.resources.limits.memory")))
                .toPlainString();
        flags.add("--memory=" + memory);
        flags.add("--memory-swap=" + memory); // none beside it
        flags.add("--stop-timeout=" + needed("terminationGracePeriodSeconds"));
        take("containers.env").ifPresent(variables -> ((List<?>) variables).forEach(this::variable));
    }

    private void variable(Object variable) {
        Map<?, ?> named = (Map<?, ?>) variable;
        if (!named.keySet().equals(Set.of("name", "value"))) {
            throw new IllegalArgumentException("a variable without a plain value: " + named);
        }
        flags.add("--env=" + named.get("name") + "=" + named.get("value"));
    }

    private void mount(List<PodVolume> volumes) {
        take("volumes");
        for (Object mount : (List<?>) take("containers.volumeMounts").orElse(List.of())) {
            Map<?, ?> fields = (Map<?, ?>) mount;
            PodVolume volume = volumes.stream()
                    .filter(each -> each.name().equals(fields.get("name")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no volume for " + fields));
            boolean readOnly = volume.readOnly() || Boolean.TRUE.equals(fields.get("readOnly"));
            flags.add("--volume={pod}/" + volume.folder() + ":" + fields.get("mountPath") + (readOnly ? ":ro" : ""));
            Set<Object> others = new TreeSet<>(fields.keySet());
            others.removeAll(Set.of("name", "mountPath", "readOnly"));
            left(others, "of a volume mount");
        }
    }

    private void nothingIsLeft() {
        fields.keySet().removeAll(LEFT_OUT);
        fields.keySet().removeIf(field -> field.matches("containers\\.(args|(startup|readiness|liveness)Probe\\..*)"));
        left(fields.keySet(), "of a pod");
    }

    private static void left(Set<?> fields, String where) {
        if (!fields.isEmpty()) {
            throw new IllegalArgumentException(
                    "it is not said what podman makes of these fields " + where + ": " + fields);
        }
    }

    private void flatten(String path, Map<?, ?> node) {
        node.forEach((key, value) -> {
            String here = path + key;
            if (value instanceof Map<?, ?> map) {
                flatten(here + ".", map);
            } else if (here.equals("containers")) {
                flatten(here + ".", only((List<?>) value));
            } else {
                fields.put(here, value);
            }
        });
    }

    static Map<?, ?> only(List<?> containers) {
        if (containers.size() != 1) {
            throw new IllegalArgumentException(containers.size() + " containers");
        }
        return (Map<?, ?>) containers.get(0);
    }

    private Optional<Object> take(String field) {
        return Optional.ofNullable(fields.remove(field));
    }

    private boolean is(String field, boolean wanted) {
        return take(field).equals(Optional.of(wanted));
    }

    private String needed(String field) {
        return take(field)
                .map(String::valueOf)
                .orElseThrow(() -> new IllegalArgumentException("the pod says nothing of " + field));
    }

    private void needed(String field, String value) {
        String found = needed(field);
        if (!found.equals(value)) {
            throw new IllegalArgumentException(field + " is " + found + ", wanted " + value);
        }
    }
}
