package pmon3.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, this machine",
        "127.255.1.2, this machine",
        "::1, this machine",
        "::ffff:127.0.0.9, this machine",
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64"
    })
    void is_the_same_for_all_addresses_that_one_user_may_choose_from(String address, String origin) throws Exception {
        assertThat(Origin.of(InetAddress.getByName(address))).isEqualTo(origin);
    }
}
