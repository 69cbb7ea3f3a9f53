package io.ghekeeper.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Tests that may run backup-utils itself, one after another where {@code BACKUP_UTILS_HOME} names it: it has one progress
 * folder for the whole machine, and two at once break each other's steps. The stand-in keeps to its own.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ResourceLock(providers = TakesTurns.Turns.class)
public @interface TakesTurns {
    /** The progress folder of backup-utils, where that is at hand. */
    final class Turns implements ResourceLocksProvider {
        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            return turns();
        }

        @Override
        public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method method) {
            return turns();
        }

        private static Set<Lock> turns() {
            return System.getenv("BACKUP_UTILS_HOME") == null
                    ? Set.of()
                    : Set.of(new Lock("/tmp/backup-utils-progress"));
        }
    }
}
