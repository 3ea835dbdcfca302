using System.Globalization;
using Alma.Files;

namespace Alma.Runs.Registry;

/// <summary>
/// The file <c>champion</c> in a folder of models: the number of the version that is served by default. Where there is none, that is the
/// newest.
/// </summary>
public static class ChampionFile
{
    public const string FileName = "champion";

    private const int LongestText = 64;

    /// <summary>What it says; null where there is none.</summary>
    /// <exception cref="RunFolderException">It holds something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int? Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (FileKinds.OfTarget(file) == FileKind.None) return null;
        var text = RegularFile.Text(file, LongestText).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new RunFolderException(
                $"{file}: found '{PrintableText.Line(text, LongestText)}', valid is the number of a version, such as 7.");
    }

    /// <summary>Moves it, as a whole: whoever reads finds the old number or the new one.</summary>
    internal static void Write(string folder, int version) => AtomicFile.WriteText(
        Path.Combine(folder, FileName), string.Create(CultureInfo.InvariantCulture, $"{version}\n"), within: folder);
}
