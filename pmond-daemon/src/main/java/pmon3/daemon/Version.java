package pmon3.daemon;

/** The version, from the manifest that the build writes. */
final class Version {
    private Version() {}

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unbuilt" : version;
    }
}
