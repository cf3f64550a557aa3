package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProcStatTest {
    private static Optional<ProcessTable.Entry> parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return ProcStat.parse(bytes, bytes.length);
    }

    private static String line(String name, char state, int threads) {
        return "4242 (" + name + ") " + state + " 1 40 41 0 -1 4194560 100 0 0 0 7 8 0 0 20 0 " + threads
                + " 0 123456789 5558272 441 18446744073709551615 1 1 0\n";
    }

    @Test
    void every_field_is_taken_from_its_place() {
        assertThat(parse(line("web", 'S', 1)))
                .contains(new ProcessTable.Entry(4242, "web", 'S', 1, 40, 41, 15, 123456789, 441));
    }

    @Test
    void a_name_may_look_like_the_fields_after_it() {
        for (String name : new String[] {"a) R 1 (b", "(", ")", " ", "a\nb", "ünïcode", ""}) {
            assertThat(parse(line(name, 'R', 1)).orElseThrow().comm()).isEqualTo(name);
            assertThat(parse(line(name, 'R', 1)).orElseThrow().startTicks()).isEqualTo(123456789);
        }
    }

    @Test
    void a_zombie_is_not_live_but_one_whose_first_thread_alone_ended_is() {
        assertThat(parse(line("web", 'Z', 1)).orElseThrow().isLive()).isFalse();
        assertThat(parse(line("web", 'Z', 3)).orElseThrow().isLive()).isTrue();
        assertThat(parse(line("web", 'X', 1)).orElseThrow().isLive()).isFalse();
    }

    @Test
    void a_line_cut_short_is_no_entry() {
        String line = line("web", 'S', 1);
        int last = line.indexOf(" 18446744073709551615");
        for (int length = 0; length <= last; length++) {
            assertThat(parse(line.substring(0, length))).isEmpty();
        }
    }
}
