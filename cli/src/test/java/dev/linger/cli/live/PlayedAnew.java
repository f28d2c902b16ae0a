package dev.linger.cli.live;

import dev.linger.cli.live.scene.Scene;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Scenes are played once for all tests about them. A test that fails is run once more
 * (docs/decisions/0014-once-more.md), which would only read the same capture again.
 */
final class PlayedAnew implements BeforeEachCallback, TestWatcher {
    @Override
    public void beforeEach(ExtensionContext test) {
        Scene.noneAsked();
    }

    @Override
    public void testFailed(ExtensionContext test, @Nullable Throwable cause) {
        Scene.playAskedAnew();
    }
}
