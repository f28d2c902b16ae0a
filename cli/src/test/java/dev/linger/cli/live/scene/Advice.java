package dev.linger.cli.live.scene;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that is advised anywhere. */
public final class Advice {
    private static final String ROOM = "dev.linger.diagnosis.advice";

    /** As seconds, bytes, requests, connections or a port, all the same. */
    private static final int ANY_NUMBER = 16_384;

    private static final List<Method> TOPICS = find();

    private Advice() {}

    /** The public static methods that give changes, of all topics. */
    public static List<Method> topics() {
        return TOPICS;
    }

    private static List<Method> find() {
        List<Method> topics = new ArrayList<>();
        for (JavaClass topic : new ClassFileImporter().importPackages(ROOM)) {
            Class<?> type = topic.reflect();
            if (type == Change.class || !Modifier.isPublic(type.getModifiers())) {
                continue;
            }
            Arrays.stream(type.getDeclaredMethods()).filter(Advice::gives).forEach(topics::add);
        }
        return topics;
    }

    private static boolean gives(Method method) {
        int modifiers = method.getModifiers();
        return Modifier.isPublic(modifiers)
                && Modifier.isStatic(modifiers)
                && method.getGenericReturnType() instanceof ParameterizedType type
                && List.of(type.getActualTypeArguments()).equals(List.of(Change.class));
    }

    /** All changes of all topics, for software that is known and for software that is not. */
    public static Set<Change> all() throws ReflectiveOperationException {
        Set<Change> changes = new LinkedHashSet<>();
        for (Method topic : topics()) {
            changes.addAll(of(topic));
        }
        return changes;
    }

    /** All changes of this topic. */
    public static Set<Change> of(Method topic) throws ReflectiveOperationException {
        Set<Change> changes = new LinkedHashSet<>(ask(topic, null));
        for (Software software : Software.values()) {
            changes.addAll(ask(topic, software));
        }
        return changes;
    }

    /** What this topic advises to this software; null where it is unknown. */
    private static List<Change> ask(Method topic, Software known)
            throws ReflectiveOperationException {
        Object[] arguments =
                Arrays.stream(topic.getParameterTypes())
                        .map(type -> argument(topic, type, known))
                        .toArray();
        try {
            return ((List<?>) topic.invoke(null, arguments))
                    .stream().map(Change.class::cast).toList();
        } catch (InvocationTargetException failed) {
            throw new AssertionError(topic + " for " + known, failed.getCause());
        }
    }

    private static Object argument(Method topic, Class<?> type, Software known) {
        if (type == Software.class) {
            return known;
        }
        if (type == String.class) {
            return "127.0.0.1:443";
        }
        if (type == int.class) {
            return ANY_NUMBER;
        }
        if (type == long.class) {
            return (long) ANY_NUMBER;
        }
        throw new AssertionError(topic + " takes a " + type + ": say here what to give it");
    }
}
