package io.ghekeeper.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of a document with one thing changed. */
final class Planted {
    private Planted() {}

    /** @param path keys, and indices of lists, separated by / */
    static Manifest renamed(Manifest manifest, String path, String name) {
        Map<Object, Object> copy = copy(manifest.tree());
        Map<Object, Object> parent = parent(copy, path);
        parent.put(name, parent.remove(last(path)));
        return new Manifest(manifest.origin(), copy);
    }

    /** @param value {@code null} removes it */
    static Manifest with(Manifest manifest, String path, Object value) {
        Map<Object, Object> copy = copy(manifest.tree());
        if (value == null) {
            parent(copy, path).remove(last(path));
        } else {
            parent(copy, path).put(last(path), value);
        }
        return new Manifest(manifest.origin(), copy);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @SuppressWarnings("unchecked") // of our own making, in copy()
    private static Map<Object, Object> parent(Map<Object, Object> root, String path) {
        Object node = root;
        String[] steps = path.split("/", -1);
        for (int i = 0; i < steps.length - 1; i++) {
            node = node instanceof List<?> list
                    ? list.get(Integer.parseInt(steps[i]))
                    : ((Map<Object, Object>) node).get(steps[i]);
        }
        Map<Object, Object> parent = (Map<Object, Object>) node;
        if (parent == null) {
            throw new IllegalArgumentException("nothing at " + path);
        }
        return parent;
    }

    private static Map<Object, Object> copy(Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key, copyOf(value)));
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(each -> copy.add(copyOf(each)));
            return copy;
        }
        return value;
    }
}
