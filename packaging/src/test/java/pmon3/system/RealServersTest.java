package pmon3.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers as people run them, each as a user of its own. */
class RealServersTest {
    private static final Duration ANSWERS = Duration.ofSeconds(20);
    private static final int WORKERS = 2;

    @RegisterExtension
    final PmondFixture pmond = new PmondFixture();

    enum Server {
        REDIS("redis-server", "redis") {
            @Override
            List<String> arguments(int port, Path folder) {
                return List.of("--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--dir", "" + folder);
            }

            @Override
            boolean answers(int port) {
                return Ports.exchange(port, "PING\r\n").startsWith("+PONG");
            }
        },
        NGINX("nginx", "www-data") {
            @Override
            List<String> arguments(int port, Path folder) {
                return List.of("-c", nginxConfig(port, folder).toString(), "-g", "daemon off;");
            }
        },
        PYTHON("python3", "nobody") {
            @Override
            List<String> arguments(int port, Path folder) {
                return List.of("-m", "http.server", "" + port, "--bind", "127.0.0.1", "--directory", "" + folder);
            }
        },
        NODE("node", "games") {
            @Override
            List<String> arguments(int port, Path folder) {
                return List.of(
                        "-e",
                        "require('http').createServer((q, a) => a.end('here')).listen(" + port + ", '127.0.0.1')");
            }
        };

        private final String program;
        private final String user;

        Server(String program, String user) {
            this.program = program;
            this.user = user;
        }

        abstract List<String> arguments(int port, Path folder);

        boolean answers(int port) {
            return Ports.servesHttp(port);
        }
    }

    @BeforeEach
    void asRoot() {
        Root.required();
    }

    @ParameterizedTest
    @EnumSource
    void serversAnswerAgainAfterAKillAndLeaveNothingWhenStopped(Server server) {
        pmond.start();
        int port = Ports.free();
        exec(server, server.user, port);
        awaitAnswer(server, port);
        TableRow before = pmond.row("server").orElseThrow();
        assertThat(before.user()).isEqualTo(server.user);
        assertThat(usersOf(before.pid())).containsOnly(uidOf(server.user));

        Proc.signal(before.pid(), Proc.SIGKILL);
        TableRow after = pmond.awaitRow(
                "server", "runs again", row -> row.status().equals("running") && row.pid() != before.pid());
        assertThat(after.restarts()).isEqualTo(1);
        awaitAnswer(server, port);
        assertThat(usersOf(after.pid())).containsOnly(uidOf(server.user));
        assertThat(Proc.livingInSession(before.pid())).isEmpty();

        pmond.run("stop", "server").ok();
        TableRow stopped = pmond.row("server").orElseThrow();
        assertThat(stopped.status()).isEqualTo("stopped");
        assertThat(stopped.pid()).isZero();
        assertThat(Proc.livingInSession(after.pid())).isEmpty();
        assertThat(pmond.living()).isEmpty();
        assertThat(Ports.isFree(port)).isTrue();
    }

    @Test
    void workersOfAKilledNginxAreGoneBeforeTheNewOneServes() {
        pmond.start();
        int port = Ports.free();
        exec(Server.NGINX, "root", port);
        awaitAnswer(Server.NGINX, port);
        int master = pmond.row("server").orElseThrow().pid();
        List<Proc> workers = Proc.livingInSession(master).stream()
                .filter(proc -> proc.pid() != master)
                .toList();
        assertThat(workers).hasSize(WORKERS);
        assertThat(workers).allMatch(worker -> worker.uid().orElseThrow() == uidOf("www-data"));

        Proc.signal(master, Proc.SIGKILL);
        Await.until("the end of the workers", ANSWERS, () -> workers.stream().noneMatch(Proc::stillLives));
        TableRow after =
                pmond.awaitRow("server", "runs again", row -> row.status().equals("running") && row.pid() != master);
        awaitAnswer(Server.NGINX, port);
        assertThat(Proc.livingInSession(after.pid())).hasSize(WORKERS + 1);
        assertThat(after.restarts()).isEqualTo(1);
        assertThat(pmond.run("log", "server").ok().out()).doesNotContain("Address already in use");
    }

    @Test
    void serversOfSeveralUsersLiveSideBySideAndEndTogetherWithPmond() {
        pmond.start();
        List<Integer> ports = new ArrayList<>();
        for (Server server : Server.values()) {
            int port = Ports.free();
            ports.add(port);
            exec(server, server.user, port, server.name());
        }
        for (Server server : Server.values()) {
            awaitAnswer(server, ports.get(server.ordinal()));
        }
        assertThat(pmond.ls()).extracting(TableRow::status).containsOnly("running");
        assertThat(pmond.ls())
                .extracting(TableRow::user)
                .containsExactlyElementsOf(
                        Stream.of(Server.values()).map(server -> server.user).toList());
        List<TableRow> rows = pmond.ls();
        assertThat(pmond.stop()).isZero();
        assertThat(rows).allMatch(row -> Proc.livingInSession(row.pid()).isEmpty());
        assertThat(ports).allMatch(Ports::isFree);
    }

    private void exec(Server server, String user, int port) {
        exec(server, user, port, "server");
    }

    private void exec(Server server, String user, int port, String name) {
        Path folder = pmond.folderOf(user, "home-" + name);
        List<String> words =
                new ArrayList<>(List.of("exec", Root.program(server.program), "--name", name, "--user", user, "--"));
        words.addAll(server.arguments(port, folder));
        pmond.run(words.toArray(String[]::new)).ok();
    }

    private void awaitAnswer(Server server, int port) {
        Await.until(server + "'s answer on port " + port, ANSWERS, () -> server.answers(port));
    }

    private static List<Integer> usersOf(int session) {
        return Proc.livingInSession(session).stream()
                .flatMap(proc -> proc.uid().stream())
                .toList();
    }

    private static int uidOf(String user) {
        return Integer.parseInt(Command.of("id", "-u", user).run().ok().out().strip());
    }

    private static Path nginxConfig(int port, Path folder) {
        String paths = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(kind -> "    " + kind + "_temp_path " + folder + "/" + kind + ";\n")
                .reduce("", String::concat);
        String text = "user www-data;\nworker_processes " + WORKERS + ";\npid " + folder + "/nginx.pid;\n"
                + "error_log stderr;\nevents {}\nhttp {\n    access_log off;\n" + paths
                + "    server { listen 127.0.0.1:" + port + "; location / { return 200 here; } }\n}\n";
        try {
            return Files.writeString(folder.resolve("nginx.conf"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
