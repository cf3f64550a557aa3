package pmon3.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The packages of the built tree, and a second version of Debian's, made for a test in a folder of its own. */
record Packages(Path folder, Path first, Path second) {
    /** Of a second version: higher than any of the build. */
    static final String SECOND_VERSION = "99.0";

    private static final Duration MADE = Duration.ofMinutes(4);

    static Packages make() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("/var/tmp"), "pmon3-packages");
        Path first = of("deb", make(folder.resolve("first")));
        Path second = folder.resolve("pmon3_second.deb");
        Command.of(
                        "bash",
                        "-euc",
                        """
                        dpkg-deb --raw-extract "$1" "$2/unpacked"
                        sed -i 's/^Version: .*/Version: %s/' "$2/unpacked/DEBIAN/control"
                        dpkg-deb -Zgzip -z1 --root-owner-group --build "$2/unpacked" "$3" >/dev/null
                        """.formatted(SECOND_VERSION),
                        "second",
                        first.toString(),
                        folder.toString(),
                        second.toString())
                .within(MADE)
                .run()
                .ok();
        return new Packages(folder, first, second);
    }

    /** All kinds, in that folder; Debian's compressed in haste: its content is what counts here. */
    static Path make(Path folder) {
        Path script = Tree.home().resolve("../../package").normalize();
        Command.of(script.toString(), "--tree", Tree.home().toString(), "--to", folder.toString())
                .with("DPKG_DEB_COMPRESSOR_TYPE", "gzip")
                .with("DPKG_DEB_COMPRESSOR_LEVEL", "1")
                .within(MADE)
                .run()
                .ok();
        return folder;
    }

    /** The one in that folder whose name ends so. */
    static Path of(String kind, Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*." + kind)) {
            return files.iterator().next();
        }
    }

    /** One of the first version. */
    Path first(String kind) throws IOException {
        return of(kind, first.getParent());
    }

    void remove() {
        Tree.remove(folder);
    }
}
