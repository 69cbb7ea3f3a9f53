package io.ghekeeper.deploy;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kubernetes' pod security standards, https://kubernetes.io/docs/concepts/security/pod-security-standards/, as far as
 * Linux pods go, and the sharper of two readings where a field may stand at the pod or at its containers.
 */
final class PodSecurity {
    private static final Set<String> BASELINE_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private PodSecurity() {}

    /** What keeps a pod out of a namespace that enforces "restricted"; empty for none. */
    static List<String> againstRestricted(PodSpec pod) {
        List<String> against = new ArrayList<>(againstBaseline(pod));
        PodSecurityContext context = context(pod);
        add(against, !Boolean.TRUE.equals(context.getRunAsNonRoot()), "runAsNonRoot is not true");
        add(against, Long.valueOf(0).equals(context.getRunAsUser()), "runAsUser is 0");
        boolean confined = context.getSeccompProfile() != null
                && "RuntimeDefault".equals(context.getSeccompProfile().getType());
        add(against, !confined, "seccompProfile is not RuntimeDefault");
        for (Volume volume : pod.getVolumes()) {
            boolean known = Stream.of(
                                    volume.getConfigMap(),
                                    volume.getDownwardAPI(),
                                    volume.getEmptyDir(),
                                    volume.getPersistentVolumeClaim(),
                                    volume.getProjected(),
                                    volume.getSecret())
                            .filter(source -> source != null)
                            .count()
                    == 1;
            add(against, !known, "volume " + volume.getName() + " is of another type");
        }
        for (Container container : containers(pod)) {
            SecurityContext own = context(container);
            String name = container.getName() + ": ";
            add(against, !Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()), name + "may escalate");
            add(against, !capabilities(own).getDrop().contains("ALL"), name + "does not drop ALL");
            add(
                    against,
                    !Set.of("NET_BIND_SERVICE").containsAll(capabilities(own).getAdd()),
                    name + "adds");
            add(against, Boolean.FALSE.equals(own.getRunAsNonRoot()), name + "runAsNonRoot is false");
            add(against, Long.valueOf(0).equals(own.getRunAsUser()), name + "runAsUser is 0");
            add(against, own.getSeccompProfile() != null, name + "has a seccompProfile of its own");
        }
        return against;
    }

    static List<String> againstBaseline(PodSpec pod) {
        List<String> against = new ArrayList<>();
        add(against, Boolean.TRUE.equals(pod.getHostNetwork()), "hostNetwork");
        add(against, Boolean.TRUE.equals(pod.getHostPID()), "hostPID");
        add(against, Boolean.TRUE.equals(pod.getHostIPC()), "hostIPC");
        add(against, !context(pod).getSysctls().isEmpty(), "sysctls");
        pod.getVolumes().forEach(volume -> add(against, volume.getHostPath() != null, "hostPath " + volume.getName()));
        for (Container container : containers(pod)) {
            SecurityContext own = context(container);
            String name = container.getName() + ": ";
            add(against, Boolean.TRUE.equals(own.getPrivileged()), name + "privileged");
            add(against, !BASELINE_CAPABILITIES.containsAll(capabilities(own).getAdd()), name + "adds too much");
            add(against, own.getProcMount() != null, name + "procMount");
            container.getPorts().forEach(port -> add(against, port.getHostPort() != null, name + "hostPort"));
        }
        return against;
    }

    static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .toList();
    }

    private static PodSecurityContext context(PodSpec pod) {
        return pod.getSecurityContext() == null ? new PodSecurityContext() : pod.getSecurityContext();
    }

    private static SecurityContext context(Container container) {
        return container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
    }

    private static Capabilities capabilities(SecurityContext context) {
        return context.getCapabilities() == null ? new Capabilities() : context.getCapabilities();
    }

    private static void add(List<String> against, boolean found, String what) {
        if (found) {
            against.add(what);
        }
    }
}
