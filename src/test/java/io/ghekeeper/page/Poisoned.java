package io.ghekeeper.page;

import io.ghekeeper.monitor.Observation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An observation of the same shape, in which every text is another one. */
record Poisoned(String text) {
    Observation of(Observation seen) throws ReflectiveOperationException {
        return (Observation) of((Object) seen);
    }

    private Object of(Object value) throws ReflectiveOperationException {
        if (value instanceof String) {
            return text;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isEmpty() ? optional : Optional.of(of(optional.get()));
        }
        if (value instanceof List<?> list) {
            Object[] values = list.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = of(values[i]);
            }
            return List.of(values);
        }
        return value instanceof Record record ? of(record) : value;
    }

    private Object of(Record record) throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = of(components[i].getAccessor().invoke(record));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return record.getClass().getConstructor(types).newInstance(values);
    }
}
