package pmon3.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looks at the configuration, asked for before pmond has started up and later. */
class ReloadingTest {
    private final Reloading reloading = new Reloading();
    private final List<String> looks = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        QuietLog.begin();
    }

    @Test
    void whatIsAskedForDuringTheStartIsDoneOnceAfterIt() {
        reloading.ask();
        reloading.ask();
        reloading.startedUp(this::look);
        assertThat(looks).hasSize(1);
    }

    @Test
    void nobodyAskedNothingIsDone() {
        reloading.startedUp(this::look);
        assertThat(looks).isEmpty();
    }

    @Test
    void afterTheStartEachRequestIsDone() {
        reloading.startedUp(this::look);
        reloading.ask();
        reloading.ask();
        assertThat(looks).hasSize(2);
    }

    private void look() {
        looks.add("look");
    }
}
