package pmon3.cli.command;

/** The command that a mistyped word was probably meant to be. */
final class Suggestion {
    private static final int LONG_WORD = 6;

    private Suggestion() {}

    /** @param parent among whose subcommands to look; null: the program's. @return empty if none is near */
    static String forWord(CommandName parent, String typed) {
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (CommandName name : CommandName.values()) {
            for (String word : new String[] {name.word(), name.alias()}) {
                int edits = word.isEmpty() || name.parent() != parent ? fewest : distance(typed, word);
                if (edits < fewest && edits <= (word.length() < LONG_WORD ? 1 : 2)) {
                    fewest = edits;
                    best = word;
                }
            }
        }
        return best;
    }

    /** A word's beginning counts as one edit; else insertions, deletions, replacements and swaps of neighbours. */
    private static int distance(String typed, String word) {
        if (typed.length() > 1 && word.startsWith(typed)) {
            return 1;
        }
        int[][] edits = new int[typed.length() + 1][word.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int k = 0; k <= word.length(); k++) {
                edits[i][k] = i == 0 || k == 0 ? i + k : cheapest(edits, typed, word, i, k);
            }
        }
        return edits[typed.length()][word.length()];
    }

    private static int cheapest(int[][] edits, String typed, String word, int i, int k) {
        boolean same = typed.charAt(i - 1) == word.charAt(k - 1);
        int edit = Math.min(edits[i - 1][k - 1] + (same ? 0 : 1), Math.min(edits[i - 1][k], edits[i][k - 1]) + 1);
        boolean swapped = i > 1
                && k > 1
                && typed.charAt(i - 1) == word.charAt(k - 2)
                && typed.charAt(i - 2) == word.charAt(k - 1);
        return swapped ? Math.min(edit, edits[i - 2][k - 2] + 1) : edit;
    }
}
