package dev.linger.diagnosis.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A node of YAML that may be missing: then all below it is missing too. */
record YamlNode(@Nullable Node node) {
    private static final YamlNode MISSING = new YamlNode(null);

    boolean isThere() {
        return node != null;
    }

    /** Also where the key stands in its other spelling for JSON: {@code idleTimeout}. */
    YamlNode at(String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode name && isSame(name.getValue(), key)) {
                    return new YamlNode(entry.getValueNode());
                }
            }
        }
        return MISSING;
    }

    private static boolean isSame(String name, String key) {
        return name.equals(key) || name.equalsIgnoreCase(key.replace("_", ""));
    }

    List<YamlNode> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(YamlNode::new).toList()
                : List.of();
    }

    /** Empty where it is missing or no scalar. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Counted from 1. */
    int line() {
        return node == null ? 1 : node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
