package pmon3.cli.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What may follow the {@code =} of a flag that is on or off: what the Go program takes. */
final class OnOffWord implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String word) {
        return switch (word) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new TypeConversionException(word);
        };
    }
}
