package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProcStatPropertyTest {
    @Property(tries = 300)
    void nothing_breaks_it(@ForAll byte[] bytes) {
        assertThat(ProcStat.parse(bytes, bytes.length)).isNotNull();
    }
}
