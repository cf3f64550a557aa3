package pmon3.daemon.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmon3.config.ConfigPaths;
import pmon3.config.Settings;
import pmon3.config.SettingsLoader;
import pmon3.daemon.kernel.FakeUserDirectory;
import pmon3.daemon.server.Caller;
import pmon3.model.PmonException;

/** Who a caller is to a pmond. */
class AuthoritiesTest {
    private static final int OPS = 2000;

    @TempDir
    Path folder;

    private final FakeUserDirectory users = new FakeUserDirectory()
            .user("root", 0)
            .user("alice", 1000)
            .user("olga", 1002, OPS)
            .user("otto", 1004)
            .group("ops", OPS);

    @ParameterizedTest
    @CsvSource({"0,MASTER", "1000,ORDINARY", "1002,OPERATOR", "1004,OPERATOR", "4242,ORDINARY"})
    void rootsPmondKnowsRootItsOperatorsAndTheRest(int uid, Authority.Rank rank) throws IOException {
        Authorities authorities = authorities(0, "  group: ops\n  user: otto\n");
        assertThat(authorities.of(new Caller(uid, 1)).rank()).isEqualTo(rank);
        assertThat(authorities.of(new Caller(uid, 1)).uid()).isEqualTo(uid);
    }

    @Test
    void anInheritedGroupMakesNobodyAnOperator() throws IOException {
        Authorities authorities = authorities(0, "  name_suffix: x\npermissions:\n  group: ops\n");
        assertThat(authorities.of(new Caller(1002, 1)).rank()).isEqualTo(Authority.Rank.ORDINARY);
    }

    @Test
    void aDatabaseThatDoesNotAnswerMakesNobodyAnOperator() throws IOException {
        Authorities authorities = authorities(0, "  group: ops\n");
        users.fallSilent();
        assertThat(authorities.of(new Caller(1002, 1)).rank()).isEqualTo(Authority.Rank.ORDINARY);
        assertThat(authorities.of(new Caller(0, 1)).rank()).isEqualTo(Authority.Rank.MASTER);
    }

    @Test
    void aRootlessPmondServesItsUserAndRootAlone() throws IOException {
        Authorities authorities = authorities(1000, "  group: ops\n");
        assertThat(authorities.of(new Caller(1000, 1)).rank()).isEqualTo(Authority.Rank.MASTER);
        assertThat(authorities.of(new Caller(0, 1)).rank()).isEqualTo(Authority.Rank.MASTER);
        assertThatThrownBy(() -> authorities.of(new Caller(1002, 1))).isInstanceOf(PmonException.class);
        assertThat(authorities.isAdmitted(1002)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0666,true", "0660,false", "0600,false"})
    void whoMayAskAtAllFollowsTheFileMode(String mode, boolean admitted) throws IOException {
        Authorities authorities = authorities(0, "  group: ops\n  file_mode: " + mode + "\n");
        assertThat(authorities.isAdmitted(1000)).isEqualTo(admitted);
        assertThat(authorities.isAdmitted(1002)).isTrue();
        assertThat(authorities.isAdmitted(0)).isTrue();
    }

    /** An inherited group owns the channel directory and makes nobody an operator. */
    @ParameterizedTest
    @CsvSource({"0660,true", "0666,true", "0640,false", "0600,false"})
    void anInheritedGroupIsLetInByTheGroupsBit(String mode, boolean admitted) throws IOException {
        Authorities authorities = authorities(0, "  file_mode: " + mode + "\npermissions:\n  group: ops\n");
        assertThat(authorities.isAdmitted(1002)).isEqualTo(admitted);
        assertThat(authorities.isAdmitted(1000)).isEqualTo(mode.equals("0666"));
        assertThat(authorities.of(new Caller(1002, 1)).rank()).isEqualTo(Authority.Rank.ORDINARY);
        users.fallSilent();
        assertThat(authorities.isAdmitted(1002)).isEqualTo(mode.equals("0666"));
    }

    private Authorities authorities(int ownUid, String queue) throws IOException {
        Path file = folder.resolve("config.yml");
        Files.writeString(file, "message_queue:\n" + queue);
        Map<String, String> environment = Map.of("PMON3_CONF", file.toString());
        Settings settings = SettingsLoader.load(ConfigPaths.system(environment), environment)
                .settings();
        return new Authorities(ownUid, users, () -> settings);
    }
}
