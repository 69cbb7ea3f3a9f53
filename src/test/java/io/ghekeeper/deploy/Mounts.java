package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** Where the folders of a pod's only container come from. */
record Mounts(PodSpec pod) {
    Container container() {
        if (pod.getContainers().size() != 1 || !pod.getInitContainers().isEmpty()) {
            throw new AssertionError("not one container: " + pod);
        }
        return pod.getContainers().get(0);
    }

    /** What a path lies in; nothing for the container's own, read-only files. */
    Optional<VolumeMount> of(Path path) {
        return container().getVolumeMounts().stream()
                .filter(mount -> path.startsWith(Path.of(mount.getMountPath())))
                .max(Comparator.comparing(mount -> mount.getMountPath().length()));
    }

    /** Nothing for a volume that a claim template makes. */
    Optional<Volume> volume(Path path) {
        return of(path).flatMap(mount -> pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst());
    }
}
