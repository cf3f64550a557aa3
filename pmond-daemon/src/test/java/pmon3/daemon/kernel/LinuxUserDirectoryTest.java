package pmon3.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinuxUserDirectoryTest {
    private final LinuxUserDirectory users = new LinuxUserDirectory();

    @Test
    void root_is_found_by_name_and_by_number() {
        UserDirectory.Account root = users.byName("root").orElseThrow();

        assertThat(root.uid()).isZero();
        assertThat(root.gid()).isZero();
        assertThat(root.home()).isEqualTo("/root");
        assertThat(root.shell()).startsWith("/");
        assertThat(root.groups()).contains(0);
        assertThat(users.byUid(0)).contains(root);
    }

    @Test
    void nobody_has_no_group_of_roots() {
        UserDirectory.Account nobody = users.byName("nobody").orElseThrow();

        assertThat(nobody.uid()).isEqualTo(65534);
        assertThat(nobody.groups()).doesNotContain(0).contains(nobody.gid());
    }

    @Test
    void unknown_users_and_groups_are_not_found() {
        assertThat(users.byName("no-such-user")).isEmpty();
        assertThat(users.byUid(2_000_000_001)).isEmpty();
        assertThat(users.groupId("no-such-group")).isEmpty();
        assertThat(users.byName("a\0b")).isEmpty();
    }

    @Test
    void a_group_is_found_by_name() {
        assertThat(users.groupId("root")).contains(0);
    }
}
