package pmon3.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the built tree says that it is made of: a CycloneDX document, of which the package URLs are read. */
final class BillOfMaterials {
    static final Path FILE = Tree.home().resolve("sbom.cdx.json");

    /** {@code pkg:maven/GROUP/NAME@VERSION?qualifiers}, as https://github.com/package-url/purl-spec has it. */
    private static final Pattern PURL =
            Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)(?:\\?([^\"]*))?\"");

    /** @param qualifiers {@code classifier=native&type=jar} and the like */
    record Component(String group, String name, String version, String qualifiers) {
        String coordinates() {
            return group + ":" + name;
        }

        boolean isPlainJar() {
            return qualifiers.equals("type=jar");
        }
    }

    private BillOfMaterials() {}

    static List<Component> components() {
        List<Component> components = new ArrayList<>();
        Matcher purl = PURL.matcher(Tree.text(FILE));
        while (purl.find()) {
            components.add(new Component(purl.group(1), purl.group(2), purl.group(3), purl.group(4)));
        }
        return components;
    }
}
