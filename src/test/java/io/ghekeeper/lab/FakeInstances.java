package io.ghekeeper.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The instances of one Region, with the volumes of {@link FakeEbs} that they have. */
public final class FakeInstances {
    private static final String ROOT = "/dev/xvda";

    private final FakeEbs ebs;
    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Set<String> passedOver = new LinkedHashSet<>();

    FakeInstances(FakeEbs ebs) {
        this.ebs = ebs;
    }

    /** Changed in place: tests stop it, and give it addresses. */
    static final class Instance {
        final String id;
        final String name;
        final Set<String> addresses = new LinkedHashSet<>();
        final Map<String, String> devices = new LinkedHashMap<>();
        String state = "running";
        String publicAddress = "";

        Instance(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** One that runs, boots from the first volume, and has the others from {@code /dev/xvdf} on. */
    public synchronized void run(String id, String name, String address, String... volumes) {
        Instance instance = new Instance(id, name);
        instance.addresses.add(address);
        for (int i = 0; i < volumes.length; i++) {
            instance.devices.put(i == 0 ? ROOT : "/dev/xvd" + (char) ('e' + i), volumes[i]);
            ebs.volume(volumes[i], 200, Map.of());
        }
        instances.put(id, instance);
    }

    /** Gives it a further address of its network. */
    public synchronized void furtherAddress(String id, String address) {
        instances.get(id).addresses.add(address);
    }

    /** Gives it a public address. */
    public synchronized void publicAddress(String id, String address) {
        instances.get(id).publicAddress = address;
    }

    /** Lets it be in a state, as {@code stopped}. */
    public synchronized void state(String id, String state) {
        instances.get(id).state = state;
    }

    /** Leaves a volume out of all snapshots of its instance. */
    public synchronized void passOver(String volume) {
        passedOver.add(volume);
    }

    synchronized List<Instance> all() {
        return List.copyOf(instances.values());
    }

    synchronized List<FakeEbs.Snapshot> snapshots(
            String id, boolean withBoot, String description, Map<String, String> tags) throws FakeEbs.Refused {
        if (!instances.containsKey(id)) {
            throw new FakeEbs.Refused("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
        }
        List<FakeEbs.Snapshot> made = new ArrayList<>();
        for (Map.Entry<String, String> device : instances.get(id).devices.entrySet()) {
            if ((withBoot || !device.getKey().equals(ROOT)) && !passedOver.contains(device.getValue())) {
                made.add(ebs.create(device.getValue(), description, tags));
            }
        }
        return made;
    }
}
